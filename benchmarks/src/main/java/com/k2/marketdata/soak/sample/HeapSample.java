package com.k2.marketdata.soak.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The used heap right after a garbage collection.
 *
 * @param full whether the whole heap was collected. After another collection, the used heap
 *     contains garbage that has become old
 */
public record HeapSample(Instant time, int usedMegabytes, boolean full) {
  private static final Pattern PAUSE =
      Pattern.compile(
          "^\\[(?<millis>\\d+)ms] GC\\(\\d+\\) Pause (?<what>Full|Young).* \\d+M->(?<used>\\d+)M\\(");

  /** Options of a JVM that make it log each collection to a file of its own in this folder. */
  public static String loggedTo(Path folder) {
    return "-Xlog:gc:file=" + folder.resolve("gc-%p.log") + ":timemillis";
  }

  /**
   * All collections of a process that has logged them to this folder; none if it logged nothing.
   */
  public static List<HeapSample> read(Path folder, long pid) throws IOException {
    Path log = folder.resolve("gc-" + pid + ".log");
    if (!Files.exists(log)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(HeapSample::parse).flatMap(Optional::stream).toList();
    }
  }

  /** The collection of a line of the log; empty for all other lines. */
  static Optional<HeapSample> parse(String line) {
    Matcher pause = PAUSE.matcher(line);
    return pause.find()
        ? Optional.of(
            new HeapSample(
                Instant.ofEpochMilli(Long.parseLong(pause.group("millis"))),
                Integer.parseInt(pause.group("used")),
                pause.group("what").equals("Full")))
        : Optional.empty();
  }
}
