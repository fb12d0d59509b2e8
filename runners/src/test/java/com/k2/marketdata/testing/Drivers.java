package com.k2.marketdata.testing;

import com.k2.marketdata.launch.Bronze;
import com.k2.marketdata.launch.Medallion;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.launch.Silver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts pipelines that read one topic and write the tables of one state folder. */
public final class Drivers {
  private static final Map<String, Class<?>> MAINS =
      Map.of("bronze", Bronze.class, "silver", Silver.class, "medallion", Medallion.class);

  private final PublishedTrades published;
  private final String runner;
  private final Path state;

  public Drivers(PublishedTrades published, String runner, Path state) {
    this.published = published;
    this.runner = runner;
    this.state = state;
  }

  /** Runs a pipeline in this process, by default until it has caught up. */
  public void run(String pipeline, String... options) {
    PipelineLauncher.named(pipeline).run(arguments(List.of(options)).toArray(String[]::new));
  }

  /** Starts a pipeline in a separate process. */
  public DriverProcess start(String pipeline, String... options) {
    return DriverProcess.start(MAINS.get(pipeline), arguments(List.of(options)));
  }

  /** Starts a pipeline in a separate process, with a fault at a commit. */
  public DriverProcess startWith(Fault fault, String pipeline, String... options) {
    return start(pipeline, all(faults(fault), options));
  }

  /** Options that cause faults at commits. */
  public String[] faults(Fault... faults) {
    return FaultyCatalog.options(state, faults).toArray(String[]::new);
  }

  /** Concatenates options. */
  public static String[] all(String[] some, String... others) {
    return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
  }

  /** If an option is given twice, the last one applies. */
  private List<String> arguments(List<String> options) {
    Map<String, String> byName = new LinkedHashMap<>();
    List<String> all = new ArrayList<>();
    all.add("--runner=" + runner);
    if (runner.equals("SparkRunner")) {
      all.add("--sparkMaster=local[2]");
    }
    all.addAll(
        List.of(
            "--exchange=" + published.exchange().name(),
            "--topic=" + published.topic(),
            "--bootstrapServers=" + published.bootstrap(),
            "--state=" + state,
            "--onHole=exit",
            "--maxFailedCycles=3",
            "--retryBackoff=100ms"));
    all.addAll(options);
    all.forEach(option -> byName.put(option.substring(0, option.indexOf('=')), option));
    return List.copyOf(byName.values());
  }
}
