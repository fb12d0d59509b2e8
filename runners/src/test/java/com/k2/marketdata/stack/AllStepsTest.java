package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllStepsTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void failureDoesNotKeepLaterStepsFromRunning() {
    AllSteps steps =
        new AllSteps()
            .run(() -> fail("first"))
            .run(() -> done.add("second"))
            .run(() -> fail("third"))
            .run(() -> done.add("fourth"));

    assertThat(done).containsExactly("second", "fourth");
    assertThatThrownBy(steps::finish)
        .hasMessage("first")
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
  }

  @Test
  void stepsWithoutAFailureEndNormally() {
    new AllSteps().run(() -> done.add("only")).finish();
    assertThat(done).containsExactly("only");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }
}
