package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Renders templates to commands, and runs them in a shell as a user does.
 *
 * @param folder for parameter files and logs
 * @param directory in which the commands run
 * @param environment variables of the shell
 * @param options of {@code k2 template render}
 */
public record RenderedCommand(
    Path folder, Path directory, Map<String, String> environment, List<String> options) {
  private static final int MINUTES = 8;

  /** Runs a template to its end, requires exit code 0, and returns what it has printed. */
  public String run(String template, String parameters) throws IOException, InterruptedException {
    String command = render(template, parameters);
    Path log = Files.createTempFile(folder, template, ".log");
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", command).directory(directory.toFile());
    shell.environment().putAll(environment);
    Process process = shell.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended;
    try {
      ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String output = Files.readString(log);
    assertThat(ended).as("%s\n%s", command, output).isTrue();
    assertThat(process.exitValue()).as("%s\n%s", command, output).isZero();
    return output;
  }

  private String render(String template, String parameters) throws IOException {
    Path file = Files.writeString(folder.resolve(template + ".yaml"), parameters);
    List<String> arguments = new ArrayList<>(List.of("template", "render", template));
    arguments.addAll(List.of("-f", file.toString()));
    arguments.addAll(options);
    return K2Run.of(arguments).succeeded().out();
  }
}
