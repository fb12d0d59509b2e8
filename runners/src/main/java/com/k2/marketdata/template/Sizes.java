package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.plan.Budget;
import com.k2.marketdata.plan.Driver;
import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.InMemoryFiles;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import java.util.List;
import java.util.Optional;

/** The memory and cores of an application. */
record Sizes(Driver driver, Executor executor) {
  private static final Sizes NONE =
      new Sizes(
          new Driver(nothing(), InMemoryFiles.NONE, Optional.empty()),
          new Executor(nothing(), 1, 1, Optional.empty()));

  private static Budget nothing() {
    return new Budget(MemorySize.ZERO, MemorySize.ZERO);
  }

  /** The sizes of a plan's job. */
  static Sizes of(Job job) {
    return new Sizes(job.driver(), job.executor());
  }

  /** The sizes in a template; empty if they come from a plan. */
  static Optional<Sizes> of(Template template) {
    return template.spark().path("driver").has("memory")
        ? Optional.of(NONE.with(template.spark()))
        : Optional.empty();
  }

  /**
   * These sizes, replaced by those that are given.
   *
   * @param fields of a SparkApplication, whose errors were reported before
   */
  Sizes with(JsonNode fields) {
    JsonNode ofDriver = fields.path("driver");
    JsonNode ofExecutor = fields.path("executor");
    InMemoryFiles files = ofDriver.has("memoryOverhead") ? InMemoryFiles.NONE : driver.tmpfs();
    return new Sizes(
        new Driver(budget(driver.budget(), ofDriver), files, driver.measured()),
        new Executor(
            budget(executor.budget(), ofExecutor),
            ofExecutor.path("cores").asInt(executor.cores()),
            ofExecutor.path("instances").asInt(executor.count()),
            executor.measured()));
  }

  /** A copy of the fields without those that are sizes. */
  static ObjectNode removedFrom(ObjectNode fields) {
    ObjectNode others = fields.deepCopy();
    if (others.path("driver") instanceof ObjectNode ofDriver) {
      ofDriver.remove(List.of("memory", "memoryOverhead"));
    }
    if (others.path("executor") instanceof ObjectNode ofExecutor) {
      ofExecutor.remove(List.of("memory", "memoryOverhead", "cores", "instances"));
    }
    return others;
  }

  private static Budget budget(Budget former, JsonNode process) {
    return new Budget(
        size(process, "memory").orElse(former.heap()),
        size(process, "memoryOverhead").orElse(former.overhead()));
  }

  private static Optional<MemorySize> size(JsonNode process, String field) {
    return process.has(field)
        ? Optional.of(MemorySize.parse(process.get(field).asText()))
        : Optional.empty();
  }
}
