package com.k2.marketdata.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {

  private final List<String> closed = new ArrayList<>();
  private final Resources resources = new Resources();

  @Test
  void lastResourceIsClosedFirst() {
    resources.add(() -> closed.add("first"));
    resources.add(() -> closed.add("second"));

    resources.close();
    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void failureToCloseDoesNotKeepTheOthersOpen() {
    resources.add(() -> closed.add("first"));
    resources.add(
        () -> {
          throw new IllegalStateException("broken");
        });

    resources.close();

    assertThat(closed).containsExactly("first");
  }

  /** A process that starts while the run is ended must not be left. */
  @Test
  void resourceThatComesTooLateIsClosed() {
    resources.requireOpen();
    resources.close();

    assertThatThrownBy(() -> resources.add(() -> closed.add("late")))
        .hasMessage("The run was ended");

    assertThat(closed).containsExactly("late");
    assertThatThrownBy(resources::requireOpen).hasMessage("The run was ended");
  }
}
