package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.stack.StackStatus.Component;
import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local cluster of a machine without PostgreSQL, whose catalog is a REST server. */
@Tag("long")
class RestClusterIT {
  @TempDir private Path folder;
  private ClusterStack stack;

  @BeforeEach
  void start() throws IOException {
    stack = ClusterStack.startWithRest(SparkJar.distribution(), folder.resolve("state"), "lean");
    stack.k2("feed", "--exchange=binance", "--file=" + SampleTrades.binance(folder)).succeeded();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void jobFillsTheTablesOfTheRestCatalog() {
    assertThat(stack.cluster().status().components())
        .extracting(Component::name)
        .contains("rest")
        .doesNotContain("postgres");
    try (DriverProcess driver = stack.run("medallion", "--exchange=binance")) {
      assertThat(driver.exitCode()).as(driver::log).isZero();
    }
    assertThat(
            stack
                .k2("verify", "--cluster", "--contents", "--runner=DirectRunner")
                .succeeded()
                .out())
        .contains("Clean: 4,000 rows;");
  }
}
