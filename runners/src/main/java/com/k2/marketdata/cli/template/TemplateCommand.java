package com.k2.marketdata.cli.template;

import com.k2.marketdata.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts pipelines from templates. */
@Command(
    name = "template",
    mixinStandardHelpOptions = true,
    description = {
      "Check a file with the parameters of a pipeline, and render it as the command or the resource"
          + " that starts the pipeline. It starts nothing.",
      "docs/templates.md describes the file."
    },
    synopsisSubcommandLabel = "list|describe|validate|render",
    subcommands = {
      TemplateListCommand.class,
      TemplateDescribeCommand.class,
      TemplateValidateCommand.class,
      TemplateRenderCommand.class
    })
public final class TemplateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
