package com.k2.marketdata.cli.option;

import com.k2.marketdata.failure.ExitCode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Adds a list of exit codes to the help of a command. */
public final class ExitCodesHelp {
  private ExitCodesHelp() {}

  /** Lists the codes of a command that only reads files. */
  public static void addOfCheck(CommandSpec command) {
    addTo(command, EnumSet.of(ExitCode.DONE, ExitCode.USAGE, ExitCode.UNEXPECTED));
  }

  /** Lists these codes, in the order of the table. */
  public static void addTo(CommandSpec command, Set<ExitCode> codes) {
    Map<String, String> list = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      if (codes.contains(code)) {
        list.put(String.valueOf(code.code()), code.description());
      }
    }
    command
        .usageMessage()
        .exitCodeListHeading("%nExit codes (docs/operations.md describes what to do):%n")
        .exitCodeList(list);
  }
}
