package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Compares the budgets of containers, and what was measured, with their limits. */
final class ContainerFindings {
  private final List<Finding> findings = new ArrayList<>();
  private final Container container;

  private ContainerFindings(Container container) {
    this.container = container;
  }

  static List<Finding> of(Container container) {
    ContainerFindings judge = new ContainerFindings(container);
    container.parts().forEach(judge::part);
    if (!container.ownSize()) {
      judge.budget();
    }
    judge.measured();
    return judge.findings;
  }

  private void part(Container.Part part) {
    int more = part.measured().orElse(0) - part.budget();
    if (more > 0) {
      add(
          true,
          "The %s used %s, which is more than its budget of %s (heap and overhead)."
              .formatted(part.name(), mb(part.measured().get()), mb(part.budget())),
          "Raise its overhead by " + more + "m.");
    }
  }

  private void budget() {
    int budget = container.budget();
    if (budget > container.limit()) {
      add(
          true,
          "Its processes have a budget of %s, but its limit is %s: %s."
              .formatted(mb(budget), mb(container.limit()), parts()),
          "Set %s to %dm, or to %dm for %d %% headroom."
              .formatted(
                  container.field(),
                  budget,
                  Container.withHeadroom(budget),
                  100 - Container.TARGET_PERCENT));
    } else if (container.budgetPercent() > Container.TARGET_PERCENT) {
      addHeadroom("Its processes have a budget of", budget, container.budgetPercent());
    }
  }

  private void measured() {
    if (container.measured().isEmpty()) {
      return;
    }
    int measured = container.measured().get();
    int percent = container.measuredPercent().get();
    if (percent > 100) {
      add(
          true,
          "Its processes used %s, but its limit is %s."
              .formatted(mb(measured), mb(container.limit())),
          "Set %s to %dm.".formatted(container.field(), Container.withHeadroom(measured)));
    } else if (percent > Container.TARGET_PERCENT) {
      addHeadroom("Its processes used", measured, percent);
    }
  }

  private void addHeadroom(String begin, int size, int percent) {
    add(
        false,
        "%s %s, which is %d %% of its limit of %s and more than the target of %d %%."
            .formatted(begin, mb(size), percent, mb(container.limit()), Container.TARGET_PERCENT),
        "Set %s to %dm.".formatted(container.field(), Container.withHeadroom(size)));
  }

  private void add(boolean refused, String message, String change) {
    findings.add(new Finding(refused, container.name(), message, change));
  }

  private String parts() {
    return container.parts().stream()
        .map(part -> part.name() + " " + mb(part.budget()))
        .collect(Collectors.joining(", "));
  }

  private static String mb(int size) {
    return new MemorySize(size).toString();
  }
}
