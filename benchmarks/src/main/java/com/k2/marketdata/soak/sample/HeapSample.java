package com.k2.marketdata.soak.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The used heap right after a garbage collection of the serial collector.
 *
 * @param full whether the whole heap was collected. After another collection, the used heap
 *     contains garbage that has become old
 */
public record HeapSample(Instant time, double usedMegabytes, boolean full) {
  /** A generation after a collection: two lines, before the line of the pause. */
  private static final Pattern GENERATION =
      Pattern.compile("^\\[\\d+ms] GC\\(\\d+\\) (?:DefNew|Tenured): .*?->(?<used>\\d+)K\\(");

  private static final Pattern PAUSE =
      Pattern.compile("^\\[(?<millis>\\d+)ms] GC\\(\\d+\\) Pause (?<what>Full|Young) .*->");

  /** Options of a JVM that make it log each collection to a file of its own in this folder. */
  public static String loggedTo(Path folder) {
    return "-Xlog:gc,gc+heap:file=" + folder.resolve("gc-%p.log") + ":timemillis";
  }

  /**
   * All collections of a process that has logged them to this folder; none if it logged nothing.
   */
  public static List<HeapSample> read(Path folder, long pid) throws IOException {
    Path log = folder.resolve("gc-" + pid + ".log");
    if (!Files.exists(log)) {
      return List.of();
    }
    List<HeapSample> samples = new ArrayList<>();
    long kilobytes = 0;
    for (String line : Files.readAllLines(log)) {
      Matcher generation = GENERATION.matcher(line);
      Matcher pause = PAUSE.matcher(line);
      if (generation.find()) {
        kilobytes += Long.parseLong(generation.group("used"));
      } else if (pause.find()) {
        // A pause without generations is a collection that the next line continues as a full one.
        if (kilobytes > 0) {
          samples.add(sample(pause, kilobytes));
        }
        kilobytes = 0;
      }
    }
    return samples;
  }

  private static HeapSample sample(Matcher pause, long kilobytes) {
    return new HeapSample(
        Instant.ofEpochMilli(Long.parseLong(pause.group("millis"))),
        kilobytes / 1024.0,
        pause.group("what").equals("Full"));
  }
}
