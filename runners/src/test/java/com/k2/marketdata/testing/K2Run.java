package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.K2;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A verb of the command line, run to its end inside this JVM. */
public record K2Run(int exitCode, String out, String err) {

  /** Runs {@code k2 ARGS…}. */
  public static K2Run of(String... args) {
    return of(List.of(args));
  }

  /** Runs {@code k2 ARGS…}. */
  public static K2Run of(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine k2 = K2.commandLine();
    k2.setOut(new PrintWriter(out, true));
    k2.setErr(new PrintWriter(err, true));
    int exitCode = k2.execute(args.toArray(String[]::new));
    return new K2Run(exitCode, out.toString(), err.toString());
  }

  /** Requires exit code 0. */
  public K2Run succeeded() {
    assertThat(exitCode).as(out + err).isZero();
    return this;
  }

  /** Requires this exit code, and an error output that contains all of these texts. */
  public K2Run failed(int expected, String... texts) {
    assertThat(exitCode).as(out + err).isEqualTo(expected);
    assertThat(err).contains(texts);
    return this;
  }
}
