package com.k2.marketdata.cli.template;

import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.template.render.RenderSettings;
import com.k2.marketdata.template.render.RenderedForm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Renders a template with a parameter file. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Print the command or the resource that starts a pipeline with the parameters of a file.",
      "Values that look like secrets are refused. A wrong file is reported as by 'validate'."
    },
    footer = {
      "",
      "Examples:",
      "  k2 template render medallion -f trades.yaml --to=spark-submit --master=spark://HOST:7077",
      "  k2 template render medallion -f trades.yaml --to=spark-operator | kubectl apply -f -",
      "  k2 template render silver -f silver.yaml --to=mvn --plan=classic --job=silver-binance"
    })
final class TemplateRenderCommand implements Runnable {
  private static final List<String> OF_SUBMISSION = List.of("--master", "--sparkHome");

  private CommandSpec spec;
  @Mixin private ParameterFileMixin file;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      converter = FormConverter.class,
      completionCandidates = FormNames.class,
      description = {
        "${COMPLETION-CANDIDATES}.",
        "spark-submit: a command for a standalone cluster, with the driver in the foreground.",
        "spark-operator: a SparkApplication for Kubernetes.",
        "mvn: a command that runs everything in one process, in a checkout of K2."
      })
  private RenderedForm form;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "spark://127.0.0.1:7077",
      description = "The Spark master, for spark-submit. Default: ${DEFAULT-VALUE}.")
  private String master;

  @Option(
      names = "--sparkHome",
      paramLabel = "FOLDER",
      defaultValue = "${env:SPARK_HOME:-/opt/spark}",
      description =
          "The folder of the Spark distribution, for spark-submit. Default: the environment"
              + " variable SPARK_HOME, or /opt/spark.")
  private Path sparkHome;

  static final class FormNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(RenderedForm.values()).map(RenderedForm::toString).iterator();
    }
  }

  static final class FormConverter implements ITypeConverter<RenderedForm> {
    @Override
    public RenderedForm convert(String name) {
      return Arrays.stream(RenderedForm.values())
          .filter(form -> form.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + name
                          + "' is not a form. Use one of "
                          + String.join(", ", new FormNames())
                          + "."));
    }
  }

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    ExitCodesHelp.addOfCheck(command);
  }

  @Override
  public void run() {
    requireSubmission();
    PrintWriter out = spec.commandLine().getOut();
    out.print(form.render(file.application(spec), new RenderSettings(master, sparkHome)));
    out.flush();
  }

  private void requireSubmission() {
    ParseResult given = spec.commandLine().getParseResult();
    for (String option : OF_SUBMISSION) {
      if (form != RenderedForm.SPARK_SUBMIT && given.hasMatchedOption(option)) {
        throw new UsageException(
            option + " applies only with --to=" + RenderedForm.SPARK_SUBMIT + ". Leave it out.");
      }
    }
  }
}
