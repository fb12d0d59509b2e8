package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.ResourcePlan;
import org.junit.jupiter.api.Test;

class UpCommandTest {
  @Test
  void refusedPlanStartsWithAWarning() {
    assertThat(UpCommand.warning(ResourcePlan.of("classic")).orElseThrow())
        .startsWith("Warning: `bin/k2 plan` refuses the plan classic.");
    assertThat(UpCommand.warning(ResourcePlan.of("lean"))).isEmpty();
  }

  @Test
  void commandsRunTheJobsOfThePlan() {
    assertThat(UpCommand.commands(ResourcePlan.of("lean")))
        .containsExactly("  bin/k2 run medallion --cluster --trigger=10s   # Ctrl-C stops it");
    assertThat(UpCommand.commands(ResourcePlan.of("classic")))
        .hasSize(4)
        .contains(
            "  bin/k2 run silver --cluster --exchange=kraken --trigger=10s   # Ctrl-C stops it");
  }
}
