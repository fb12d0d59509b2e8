package com.k2.marketdata.cli.template;

import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.template.Defaults;
import com.k2.marketdata.template.Parameter;
import com.k2.marketdata.template.Template;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes a template and its parameters. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = "Describe a template and its parameters, with their types and defaults.")
final class TemplateDescribeCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Parameters(paramLabel = "TEMPLATE", description = "The name of a template; see 'list'.")
  private String name;

  /**
   * The JSON form.
   *
   * @param planned defaults of the plan that is used by default
   */
  record Described(Template template, Map<String, String> planned, List<Parameter> parameters) {}

  @Override
  public void run() {
    Template template = Template.named(name);
    List<Parameter> parameters = Parameter.of(CommandProgram.of(template, spec));
    Map<String, String> planned = Defaults.ofPlan(template);
    PrintWriter out = spec.commandLine().getOut();
    format.print(
        new Described(template, planned, parameters),
        out,
        () -> out.print(DescribedTemplate.text(template, planned, parameters)));
  }
}
