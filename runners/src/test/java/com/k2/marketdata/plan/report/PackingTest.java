package com.k2.marketdata.plan.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PackingTest {
  private static final Pattern CHANGE = Pattern.compile("workers\\.(\\w+) to (\\d+)");

  @Property(tries = 300)
  void workersNeverHoldMoreThanTheyOffer(@ForAll("plans") ResourcePlan plan) {
    Packing packing = Packing.of(plan);
    assertThat(packing.workers()).hasSize(plan.workers().count());
    int placed = 0;
    for (Packing.Worker worker : packing.workers()) {
      int cores = worker.executors().stream().mapToInt(job -> job.executor().cores()).sum();
      int memory = worker.executors().stream().mapToInt(PackingTest::heap).sum();
      assertThat(cores).isEqualTo(plan.workers().cores() - worker.coresFree());
      assertThat(memory).isEqualTo(plan.workers().memory().megabytes() - worker.memoryFree());
      assertThat(worker.coresFree()).isNotNegative();
      assertThat(worker.memoryFree()).isNotNegative();
      placed += worker.executors().size();
    }
    int waiting = packing.waiting().values().stream().mapToInt(count -> count).sum();
    int all = plan.jobs().stream().mapToInt(job -> job.executor().count()).sum();
    assertThat(placed + waiting).isEqualTo(all);
  }

  @Property(tries = 300)
  void noWorkerHasRoomForRefusedExecutors(@ForAll("plans") ResourcePlan plan) {
    Packing packing = Packing.of(plan);
    for (Job job : packing.waiting().keySet()) {
      assertThat(packing.workers())
          .noneMatch(
              worker ->
                  worker.coresFree() >= job.executor().cores() && worker.memoryFree() >= heap(job));
    }
  }

  /** Spark gives each worker one executor before any gets a second one. */
  @Property(tries = 300)
  void executorsOfOneJobAreSpreadOut(@ForAll("plans") ResourcePlan plan) {
    Packing packing = Packing.of(plan.workers(), plan.jobs().subList(0, 1));
    List<Integer> counts =
        packing.workers().stream().map(worker -> worker.executors().size()).toList();
    int most = counts.stream().mapToInt(count -> count).max().orElseThrow();
    assertThat(counts).allMatch(count -> count >= most - 1);
  }

  @Property(tries = 200)
  void everyStatedChangeIsEnoughAndSmallest(@ForAll("plans") ResourcePlan plan) {
    for (Finding finding : PackingFindings.of(plan, Packing.of(plan))) {
      List<MatchResult> changes = CHANGE.matcher(finding.change()).results().toList();
      assertThat(changes).isNotEmpty();
      boolean together = finding.change().contains(" and ");
      for (MatchResult change : changes) {
        int number = Integer.parseInt(change.group(2));
        Workers enough = with(plan.workers(), change.group(1), number);
        Workers less = with(plan.workers(), change.group(1), number - 1);
        if (together) {
          for (MatchResult other : changes) {
            if (other != change) {
              int same = Integer.parseInt(other.group(2));
              enough = with(enough, other.group(1), same);
              less = with(less, other.group(1), same);
            }
          }
        }
        assertThat(Packing.of(enough, plan.jobs()).fits()).isTrue();
        assertThat(Packing.of(less, plan.jobs()).fits()).isFalse();
      }
    }
  }

  private static Workers with(Workers workers, String field, int value) {
    int memory = workers.memory().megabytes();
    return switch (field) {
      case "memory" -> Plans.workers(workers.count(), workers.cores(), value, 4096);
      case "cores" -> Plans.workers(workers.count(), value, memory, 4096);
      case "count" -> Plans.workers(value, workers.cores(), memory, 4096);
      default -> throw new AssertionError(field);
    };
  }

  private static int heap(Job job) {
    return job.executor().budget().heap().megabytes();
  }

  @Provide
  Arbitrary<ResourcePlan> plans() {
    Arbitrary<Workers> workers =
        Combinators.combine(
                Arbitraries.integers().between(1, 4),
                Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(1, 8))
            .as((count, cores, memory) -> Plans.workers(count, cores, memory * 512, 4096));
    Arbitrary<Job> job =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(1, 4),
                Arbitraries.integers().between(480, 2048))
            .as((count, cores, heap) -> Plans.job("job", Plans.executor(count, cores, heap)));
    return Combinators.combine(workers, job.list().ofMinSize(1).ofMaxSize(4))
        .as((offered, jobs) -> Plans.plan(offered, numbered(jobs)));
  }

  private static Job[] numbered(List<Job> jobs) {
    List<Job> numbered = new ArrayList<>();
    for (Job job : jobs) {
      numbered.add(Plans.job("job" + numbered.size(), job.executor()));
    }
    return numbered.toArray(Job[]::new);
  }
}
