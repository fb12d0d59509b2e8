package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmittedFileTest {
  @ParameterizedTest
  @ValueSource(strings = {"/my home/k2.jar", "/a,b/k2.jar", "/a#b/k2.jar", "/a%20b/k2.jar"})
  void pathThatSparkWouldMisreadIsNamed(String path) {
    assertThatThrownBy(() -> SubmittedFile.of(Path.of(path)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Spark cannot read the file " + path);
  }

  @Test
  void plainPathIsMadeAbsolute() {
    assertThat(SubmittedFile.of(Path.of("/opt/x/../k2-0.1_é.jar")))
        .hasToString("/opt/k2-0.1_é.jar");
  }
}
