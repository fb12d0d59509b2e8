package com.k2.marketdata.plan;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads plans from YAML. */
final class PlanText {
  static final List<String> PIPELINES = List.of("bronze", "silver", "medallion");

  /** The number of partitions of the production topics. */
  static final int PARTITIONS = 6;

  /** More would take long to place. */
  private static final int MOST_PROCESSES = 1000;

  private static final int LARGEST = 1_000_000_000;

  private final List<String> errors = new ArrayList<>();

  private PlanText() {}

  /**
   * Reads a plan.
   *
   * @param name of the plan, for messages
   * @throws UsageException if the text is not a plan; lists all errors
   */
  static ResourcePlan parse(String name, String text) {
    PlanText reader = new PlanText();
    ResourcePlan plan = reader.plan(name, load(name, text));
    if (!reader.errors.isEmpty()) {
      throw new UsageException(
          "The plan " + name + " has errors:\n- " + String.join("\n- ", reader.errors));
    }
    return plan;
  }

  private static Object load(String name, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return new Yaml(new SafeConstructor(options)).load(text);
    } catch (YAMLException e) {
      throw new UsageException("The plan " + name + " is not YAML: " + e.getMessage(), e);
    }
  }

  private ResourcePlan plan(String name, Object document) {
    Fields fields = Fields.of("", document, errors);
    Workers workers = workers(fields.object("workers"));
    Daemons daemons = daemons(fields.object("daemons"));
    List<Job> jobs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields job : fields.objects("jobs")) {
      jobs.add(job(job, names));
    }
    fields.end();
    return new ResourcePlan(name, workers, daemons, List.copyOf(jobs));
  }

  private static Workers workers(Fields fields) {
    Workers workers =
        new Workers(
            fields.count("count", MOST_PROCESSES),
            fields.count("cores", MOST_PROCESSES),
            fields.size("memory"),
            fields.size("container"),
            tmpfs(fields));
    fields.end();
    return workers;
  }

  private static Daemons daemons(Fields fields) {
    Budget budget = budget(fields);
    Daemons daemons =
        new Daemons(
            budget,
            fields.optionalSize("container").orElse(budget.total()),
            fields.optionalSize("measured"));
    fields.end();
    return daemons;
  }

  private Job job(Fields fields, Set<String> names) {
    String name = fields.text("name");
    if (!name.isEmpty() && !names.add(name)) {
      fields.error("name", "is '" + name + "', the name of another job");
    }
    Job job =
        new Job(
            name,
            fields.oneOf("pipeline", PIPELINES),
            fields.someOf("exchanges", Exchanges.names()),
            fields.optionalCount("partitions", LARGEST).orElse(PARTITIONS),
            driver(fields.object("driver")),
            executor(fields.object("executor")),
            fields.count("rate", LARGEST),
            fields.count("recordBytes", LARGEST),
            fields.duration("trigger"),
            asLong(fields.optionalCount("maxRecordsPerCycle", LARGEST)),
            fields.optionalObject("measured").map(PlanText::measured));
    fields.end();
    return job;
  }

  private static OptionalLong asLong(OptionalInt count) {
    return count.isPresent() ? OptionalLong.of(count.getAsInt()) : OptionalLong.empty();
  }

  private static Driver driver(Fields fields) {
    Driver driver = new Driver(budget(fields), tmpfs(fields), fields.optionalSize("measured"));
    fields.end();
    return driver;
  }

  private static Executor executor(Fields fields) {
    Executor executor =
        new Executor(
            budget(fields),
            fields.count("cores", MOST_PROCESSES),
            fields.count("count", MOST_PROCESSES),
            fields.optionalSize("measured"));
    fields.end();
    return executor;
  }

  private static Budget budget(Fields fields) {
    return new Budget(fields.size("heap"), fields.size("overhead"));
  }

  private static InMemoryFiles tmpfs(Fields fields) {
    return fields.optionalObject("tmpfs").map(PlanText::files).orElse(InMemoryFiles.NONE);
  }

  private static InMemoryFiles files(Fields fields) {
    InMemoryFiles files =
        new InMemoryFiles(
            fields.optionalSize("stagedJars").orElse(MemorySize.ZERO),
            fields.optionalSize("uploads").orElse(MemorySize.ZERO),
            fields.optionalSize("localFolders").orElse(MemorySize.ZERO));
    fields.end();
    return files;
  }

  private static MeasuredCycle measured(Fields fields) {
    MeasuredCycle measured =
        new MeasuredCycle(fields.duration("fixed"), fields.count("recordsPerSecond", LARGEST));
    fields.end();
    return measured;
  }
}
