package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import org.junit.jupiter.api.Test;

class MaintainLauncherTest {

  @Test
  void intervalMustNotBeZero() {
    assertRefused("--trigger", "--trigger=0s");
  }

  @Test
  void planIsExecutedOnce() {
    assertRefused("A plan is executed once", "--trigger=6h", "--execute", "--plan=p");
  }

  private static void assertRefused(String why, String... options) {
    assertThatThrownBy(() -> MaintainLauncher.run(report -> {}, options))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why);
  }
}
