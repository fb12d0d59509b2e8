package com.k2.marketdata.cli.template;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.template.Application;
import com.k2.marketdata.template.PlanChoice;
import com.k2.marketdata.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A template, the file with its parameters, and the plan that has its numbers. */
final class ParameterFileMixin {
  @Parameters(paramLabel = "TEMPLATE", description = "The name of a template; see 'list'.")
  private String template;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The parameter file, in YAML.")
  private Path file;

  @Option(
      names = "--plan",
      paramLabel = "FILE|classic|lean",
      description = {
        "The resource plan that has the memory and cores, for bronze, silver and medallion.",
        "Default: lean, if it has a job of the pipeline and the exchanges; otherwise the sizes are"
            + " those of the template. The file's block spark has precedence."
      })
  private @Nullable String plan;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description =
          "The job of the plan. Its exchanges are the default of the parameter exchange. Default:"
              + " the first job of the pipeline and the exchanges.")
  private @Nullable String job;

  /**
   * The application that the file describes.
   *
   * @throws UsageException if the file is wrong; lists all errors
   */
  Application application(CommandSpec spec) {
    Template named = Template.named(template);
    return Application.of(
        named,
        CommandProgram.of(named, spec),
        file.toString(),
        text(),
        new PlanChoice(Optional.ofNullable(plan), Optional.ofNullable(job)));
  }

  /** The sentence that says that the file is right. */
  String success() {
    return "The file " + file + " fits the template " + template + ".";
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException(
          "The parameter file " + file + " cannot be read: " + e + ". Give a file in YAML.", e);
    }
  }
}
