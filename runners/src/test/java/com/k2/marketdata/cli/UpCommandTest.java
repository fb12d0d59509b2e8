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
}
