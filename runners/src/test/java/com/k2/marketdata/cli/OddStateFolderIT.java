package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.EndedBroker;
import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.LauncherScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/k2} in a locale without UTF-8, with a state folder that addresses must encode. */
@Tag("long")
class OddStateFolderIT {
  /** A shell writes the name, whatever the charset of this JVM is: {@code a b?c#d%41&=;ü}. */
  private static final String STATE = "$PWD/$'a b?c#d%41&=;\\xc3\\xbc'";

  @TempDir private static Path folder;
  private static Path script;
  private static Path work;

  @BeforeAll
  static void fillTables() throws IOException {
    script = LauncherScript.in(folder.resolve("home")).file();
    work = folder.resolve("work");
    assertThat(work.toFile().mkdir()).isTrue();
    Path prepared = folder.resolve("prepared");
    EndedBroker.in(prepared);
    K2Process.runShell(work, Map.of(), "cp -r '" + prepared + "' " + STATE);
    Path frames = SampleData.copyTo(folder.resolve("sample")).krakenFrames();

    done("up");
    done("feed --exchange=kraken --format=frames --file='" + frames + "'");
    done("run medallion --exchange=kraken");

    assertThat(work.toFile().list()).hasSize(1);
  }

  @AfterAll
  static void wipe() {
    done("down --wipe");
    assertThat(work.toFile().list()).isEmpty();
  }

  @Test
  void everyCommandFindsTheStateFolder() {
    assertThat(done("status")).startsWith("State folder: " + work + "/a b?c#d%41&=;ü\n");
    assertThat(done("ledger show --exchange=kraken")).contains("silver_kraken_trades");
    assertThat(done("verify --exchange=kraken")).contains("\nClean: ");
    assertThat(csv("SELECT count(*) > 0 AS filled FROM silver_kraken_trades"))
        .isEqualTo("filled\ntrue\n");
    String first =
        csv("SELECT snapshot_id FROM silver_kraken_trades.snapshots ORDER BY committed_at LIMIT 1");
    done(
        "rollback --exchange=kraken --yes --to=" + first.lines().skip(1).findFirst().orElseThrow());
    assertThat(csv("SELECT count(*) AS n FROM silver_kraken_trades")).isEqualTo("n\n0\n");
  }

  @Test
  void textIsUtf8InAndOut() {
    String sql = "SELECT '币安人生' || 'USDT' AS \"größe\" WHERE length('币安人生') = 4";
    assertThat(csv(sql)).isEqualTo("größe\n币安人生USDT\n");
    assertThat(k2("sql \"SELECT '币安人生'::INT\"").err()).contains("币安人生");
  }

  private static String csv(String sql) {
    return done("sql --format=csv \"" + sql.replace("\"", "\\\"") + "\"");
  }

  /** The output of a command that succeeds. */
  private static String done(String arguments) {
    K2Process.Result result = k2(arguments);
    assertThat(result.exitCode()).as(arguments + ": " + result.all()).isZero();
    return result.out();
  }

  private static K2Process.Result k2(String arguments) {
    return K2Process.runShell(
        work,
        Map.of("LC_ALL", "C"),
        "export K2_STATE=" + STATE + "; exec '" + script + "' " + arguments);
  }
}
