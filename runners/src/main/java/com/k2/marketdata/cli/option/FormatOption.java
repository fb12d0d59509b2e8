package com.k2.marketdata.cli.option;

import com.k2.marketdata.cli.text.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The output format, for commands that print one result. */
public final class FormatOption {
  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "The output format. Default: ${DEFAULT-VALUE}.")
  private Format format;

  /**
   * Prints a result in the chosen format.
   *
   * @param asText prints it as text
   */
  public void print(Object result, PrintWriter out, Runnable asText) {
    switch (format) {
      case TABLE -> asText.run();
      case JSON -> out.println(Json.pretty(result));
    }
    out.flush();
  }
}
