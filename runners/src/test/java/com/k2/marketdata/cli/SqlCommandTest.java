package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Input, output and errors of {@code k2 sql}. */
class SqlCommandTest {
  @TempDir private Path state;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void createCatalog() {
    LocalCatalog.in(state.resolve("state"), "market_data");
  }

  @Test
  void formatOptionIsUsed() {
    assertThat(run("SELECT 1.50 AS x", "--format=csv")).isZero();
    assertThat(out).hasToString("x\n1.50\n");
  }

  @Test
  void tableIsTheDefaultFormat() {
    assertThat(run("SELECT 'a' AS x FROM range(3)", "--rows=2")).isZero();
    assertThat(out.toString()).startsWith("x\nVARCHAR\n-------\na\na\n(first 2 rows");
  }

  @Test
  void statementIsReadFromFileOrStandardInput() throws IOException {
    Path file = Files.writeString(state.resolve("q.sql"), "SELECT 2 AS x;\n");
    assertThat(run("--file=" + file, "--format=json")).isZero();

    InputStream terminal = System.in;
    try {
      System.setIn(new ByteArrayInputStream("SELECT 2 AS x".getBytes(StandardCharsets.UTF_8)));
      assertThat(run("-", "--format=json")).isZero();
      System.setIn(new ByteArrayInputStream("SELECT 2 AS x".getBytes(StandardCharsets.UTF_8)));
      assertThat(run("--format=json")).isZero();
    } finally {
      System.setIn(terminal);
    }
    assertThat(out).hasToString("[\n{\"x\":2}\n]\n".repeat(3));
  }

  @Test
  void errorIsAMessageAndExitCode2() {
    assertThat(run("SELECT * FROM nothing")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("k2: Catalog Error: Table with name nothing does not exist")
        .doesNotContain("Did you mean")
        .doesNotContain("\tat ");
    assertThat(run("DROP TABLE x")).isEqualTo(2);
    assertThat(run(" -- nothing")).isEqualTo(2);
    assertThat(err.toString()).contains("k2: The statement is empty. Example: k2 sql");
    assertThat(run("SELECT 1", "--file=x")).isEqualTo(2);
    assertThat(run("--file=" + state.resolve("missing"))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void errorDoesNotControlTheTerminal() {
    assertThat(run("SELECT '\u001b[2J\u009b\u202e'::INT")).isEqualTo(2);
    assertThat(err.toString())
        .contains("\\u001b[2J")
        .matches("[^\\p{Cc}\u202e]*(\n[^\\p{Cc}\u202e]*)*");
  }

  private int run(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "sql";
    all[1] = "--state=" + state.resolve("state");
    System.arraycopy(args, 0, all, 2, args.length);
    CommandLine k2 = K2.commandLine();
    k2.setOut(new PrintWriter(out, true));
    k2.setErr(new PrintWriter(err, true));
    return k2.execute(all);
  }
}
