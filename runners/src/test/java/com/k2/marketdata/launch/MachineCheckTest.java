package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import org.junit.jupiter.api.Test;

class MachineCheckTest {
  @Test
  void thisMachineIsSufficient() {
    MachineCheck.require();
    MachineCheck.require(17, 1024);
  }

  @Test
  void anotherJavaIsBadUsage() {
    assertThatThrownBy(() -> MachineCheck.require(21, 4096))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("K2 runs on Java 17")
        .hasMessageContaining("this is Java 21 in " + System.getProperty("java.home"))
        .hasMessageContaining("JAVA_HOME");
  }

  @Test
  void fewOpenFilesAreBadUsage() {
    assertThatThrownBy(() -> MachineCheck.require(17, 200))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("may open only 200 files, and K2 needs 1024")
        .hasMessageContaining("ulimit -n 4096");
  }
}
