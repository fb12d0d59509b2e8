package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.LauncherScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/k2} works in any folder and from any working directory. */
class LauncherScriptTest {
  @TempDir private Path folder;
  private Path elsewhere;
  private LauncherScript script;

  @BeforeEach
  void install() throws IOException {
    elsewhere = Files.createDirectories(folder.resolve("working here"));
    script = LauncherScript.in(folder.resolve("my home"));
  }

  @Test
  void stateFolderIsInTheWorkingDirectory() {
    assertState(elsewhere.resolve(".k2"), script.run(elsewhere, Map.of(), "status"));
  }

  @Test
  void stateFolderMayHaveSpaces() {
    Path state = folder.resolve("my state");
    assertState(state, script.run(elsewhere, Map.of(), "status", "--state=" + state));
    assertState(state, script.run(elsewhere, Map.of("K2_STATE", state.toString()), "status"));
  }

  @Test
  void emptyVariableIsIgnored() {
    assertState(elsewhere.resolve(".k2"), script.run(elsewhere, Map.of("K2_STATE", ""), "status"));
  }

  @Test
  void symbolicLinkWorks() throws IOException {
    Path link = Files.createDirectories(folder.resolve("local bin")).resolve("k2");
    Files.createSymbolicLink(link, link.getParent().relativize(script.file()));
    assertState(elsewhere.resolve(".k2"), LauncherScript.run(link, elsewhere, "status"));
  }

  @Test
  void exitCodeIsThatOfTheCommand() {
    assertThat(script.run(elsewhere, Map.of(), "sql", "SELECT 1").exitCode()).isEqualTo(2);
  }

  private static void assertState(Path expected, K2Process.Result status) {
    assertThat(status.exitCode()).as(status.all()).isZero();
    assertThat(status.out()).startsWith("State folder: " + expected + "\n").contains("stopped");
    assertThat(status.err()).isEmpty();
  }
}
