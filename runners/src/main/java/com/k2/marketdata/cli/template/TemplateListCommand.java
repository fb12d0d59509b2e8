package com.k2.marketdata.cli.template;

import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.template.Template;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the templates. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the templates.")
final class TemplateListCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    TextTable table = new TextTable("TEMPLATE", "DESCRIPTION");
    Template.all().forEach(template -> table.row(template.name(), template.description()));
    spec.commandLine().getOut().print(table);
    spec.commandLine().getOut().flush();
  }
}
