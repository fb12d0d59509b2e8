package com.k2.marketdata.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks and renders templates with parameter files in a folder. */
record TemplateFiles(Path folder) {

  K2Run validate(String template, String text, String... options) throws IOException {
    return K2Run.of(all(List.of("template", "validate", template, "-f", file(text)), options));
  }

  /** Requires that a file has this error only, by the beginning of the sentence. */
  void assertErrors(String template, String text, String sentence) throws IOException {
    assertThat(errors(validate(template, text)))
        .singleElement()
        .satisfies(error -> assertThat(error).startsWith(sentence));
  }

  /** The errors of a file that is refused. */
  static List<String> errors(K2Run run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    return run.err()
        .lines()
        .filter(line -> line.startsWith("- "))
        .map(line -> line.substring(2))
        .toList();
  }

  String render(String template, String text, String form, String... options) throws IOException {
    return tryToRender(template, text, form, options).succeeded().out();
  }

  K2Run tryToRender(String template, String text, String form, String... options)
      throws IOException {
    return K2Run.of(
        all(List.of("template", "render", template, "-f", file(text), "--to=" + form), options));
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("parameters.yaml"), text).toString();
  }

  private static List<String> all(List<String> arguments, String... options) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(options));
    return all;
  }

  /** The words in which a shell splits a command. */
  static List<String> words(String command) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\0' " + command).start();
    String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return List.of(words.split("\0"));
  }

  static JsonNode yaml(String text) {
    Map<?, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new ObjectMapper().valueToTree(tree);
  }
}
