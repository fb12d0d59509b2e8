package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.K2;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A verb of the command line, run to its end in this JVM just as {@code bin/k2} runs it.
 *
 * @param exitCode what the process would end with
 * @param output what it would print
 * @param errors what it would complain about
 */
public record Command(int exitCode, String output, String errors) {

  /** Runs {@code k2} with these arguments. */
  public static Command run(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        K2.commandLine()
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new Command(exitCode, output.toString(), errors.toString());
  }

  /** Requires that all went well. */
  public Command succeeded() {
    assertThat(exitCode).as(errors).isZero();
    return this;
  }

  /** Requires this exit code, and a message with all of these in it. */
  public Command failed(int expected, String... inMessage) {
    assertThat(exitCode).as(errors).isEqualTo(expected);
    assertThat(errors).contains(inMessage);
    return this;
  }
}
