package com.k2.marketdata.cli.template;

import com.k2.marketdata.cli.option.PipelineCommand;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.form.DescribedOption;
import com.k2.marketdata.template.Template;
import com.k2.marketdata.template.TemplateProgram;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command of this command line as the program of a template. */
record CommandProgram(CommandLine command) implements TemplateProgram {

  /**
   * The program of a template.
   *
   * @param spec of any command of the command line
   */
  static CommandProgram of(Template template, CommandSpec spec) {
    return new CommandProgram(
        spec.root().commandLine().getSubcommands().get(template.command().get(0)));
  }

  @Override
  public List<DescribedOption> options() {
    return command.<PipelineCommand>getCommand().describedOptions();
  }

  @Override
  public void requireValid(List<String> arguments) {
    try {
      command.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new UsageException(e.getMessage(), e);
    }
    command.<PipelineCommand>getCommand().requireValid();
  }
}
