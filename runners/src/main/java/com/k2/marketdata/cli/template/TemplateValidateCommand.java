package com.k2.marketdata.cli.template;

import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.template.Application;
import com.k2.marketdata.template.render.RenderedForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a parameter file. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Check a parameter file, and report all of its errors, one sentence each.",
      "Besides each value, it checks what the pipeline would refuse at its start. It does not open"
          + " the files and addresses that the parameters name."
    })
final class TemplateValidateCommand implements Runnable {
  private CommandSpec spec;
  @Mixin private ParameterFileMixin file;

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    ExitCodesHelp.addOfCheck(command);
  }

  @Override
  public void run() {
    Application application = file.application(spec);
    RenderedForm.requireResource(application);
    spec.commandLine().getOut().println(file.success());
  }
}
