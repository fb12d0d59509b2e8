package com.k2.marketdata.cli.text;

import com.k2.marketdata.plan.report.Container;
import com.k2.marketdata.plan.report.Cycle;
import com.k2.marketdata.plan.report.Finding;
import com.k2.marketdata.plan.report.Heap;
import com.k2.marketdata.plan.report.PlanReport;
import java.util.Locale;
import java.util.Optional;

/** The report on a resource plan as text: the arithmetic, then the judgement. */
public final class PlanTables {
  private PlanTables() {}

  public static String of(PlanReport report) {
    StringBuilder text = new StringBuilder();
    section(text, "Processes, in MB", processes(report));
    section(text, "Containers, in MB", containers(report));
    section(text, "Executors on workers, as Spark places them", workers(report));
    section(text, "Heap of an executor by region, in MB", heaps(report));
    section(text, "Cycles", cycles(report));
    text.append("Total: budget ").append(number(report.budget())).append(" MB");
    report
        .measured()
        .ifPresent(used -> text.append(", measured ").append(number(used)).append(" MB"));
    text.append(".\n\n").append(judgement(report));
    return text.toString();
  }

  private static void section(StringBuilder text, String title, TextTable table) {
    text.append(title).append("\n\n").append(table).append('\n');
  }

  private static TextTable processes(PlanReport report) {
    TextTable table =
        new TextTable("CONTAINER", "PROCESS", "HEAP", "OVERHEAD", "BUDGET", "MEASURED");
    for (Container container : report.containers()) {
      for (Container.Part part : container.parts()) {
        table.row(
            container.name(),
            part.name(),
            number(part.heap()),
            number(part.overhead()),
            number(part.budget()),
            orDash(part.measured()));
      }
    }
    return table;
  }

  private static TextTable containers(PlanReport report) {
    TextTable table =
        new TextTable("CONTAINER", "LIMIT", "BUDGET", "BUDGET %", "MEASURED", "MEASURED %");
    for (Container container : report.containers()) {
      table.row(
          container.name(),
          number(container.limit()),
          number(container.budget()),
          container.budgetPercent(),
          orDash(container.measured()),
          orDash(container.measuredPercent()));
    }
    return table;
  }

  private static TextTable workers(PlanReport report) {
    TextTable table = new TextTable("WORKER", "CORES", "USED", "MEMORY", "USED", "EXECUTORS OF");
    for (PlanReport.WorkerLoad worker : report.workers()) {
      table.row(
          worker.worker(),
          worker.cores(),
          worker.coresUsed(),
          number(worker.memory()),
          number(worker.memoryUsed()),
          worker.executors().isEmpty() ? "-" : String.join(", ", worker.executors()));
    }
    return table;
  }

  private static TextTable heaps(PlanReport report) {
    TextTable table =
        new TextTable(
            "JOB", "USABLE", "SPARK", "EXECUTION", "STORAGE", "USER", "TASK BUFFERS", "ROWS");
    for (PlanReport.JobLoad job : report.jobs()) {
      Heap heap = job.heap();
      table.row(
          job.name(),
          number(heap.usable()),
          number(heap.reserved()),
          number(heap.execution()),
          number(heap.storage()),
          number(heap.user()),
          number(heap.taskBuffers()),
          number(heap.rows()));
    }
    return table;
  }

  private static TextTable cycles(PlanReport report) {
    TextTable table =
        new TextTable(
            "JOB",
            "RECORDS PER CYCLE",
            "LARGEST SAFE",
            "PER TRIGGER",
            "TASKS",
            "CORES",
            "PARTITIONS",
            "TRIGGER MS",
            "CYCLES MS");
    for (PlanReport.JobLoad job : report.jobs()) {
      Cycle cycle = job.cycle();
      table.row(
          job.name(),
          number(cycle.maxRecords()),
          number(cycle.safeRecords()),
          number(cycle.recordsPerTrigger()),
          cycle.tasks(),
          cycle.cores(),
          cycle.partitions(),
          number(cycle.triggerMs()),
          orDash(cycle.cycleMs()));
    }
    return table;
  }

  private static String judgement(PlanReport report) {
    StringBuilder text =
        new StringBuilder("The plan ")
            .append(report.plan())
            .append(report.holds() ? " is accepted." : " is refused.")
            .append('\n');
    for (Finding finding : report.findings()) {
      text.append(finding.refused() ? "- Refused, " : "- Warning, ")
          .append(finding.subject())
          .append(": ")
          .append(finding.message())
          .append(' ')
          .append(finding.change())
          .append('\n');
    }
    return text.toString();
  }

  private static String orDash(Optional<? extends Number> value) {
    return value.map(number -> number(number.longValue())).orElse("-");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
