package com.k2.marketdata.cli.option;

import com.k2.marketdata.cli.text.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** For a person or for a program: a mixin of every verb that answers with one thing. */
public final class FormatOption {
  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print it. Default: ${DEFAULT-VALUE}.")
  private Format format;

  /**
   * Prints an answer.
   *
   * @param forPeople prints it as text
   */
  public void print(Object answer, PrintWriter out, Runnable forPeople) {
    switch (format) {
      case TABLE -> forPeople.run();
      case JSON -> out.println(Json.pretty(answer));
    }
    out.flush();
  }
}
