package com.k2.marketdata.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Commands that a shell runs. */
class ShellCommandTest {
  @Property(tries = 50)
  void shellFindsTheSameWords(@ForAll("texts") List<String> texts) throws Exception {
    List<String> words = Stream.concat(Stream.of("printf", "%s\\n"), texts.stream()).toList();

    assertThat(output(new ShellCommand(Map.of(), words))).isEqualTo(texts);
  }

  @Property(tries = 20)
  void shellFindsTheSameVariables(@ForAll("text") String value) throws Exception {
    ShellCommand command =
        new ShellCommand(Map.of("K2_TEST", value), List.of("printenv", "K2_TEST"));

    assertThat(output(command)).containsExactly(value);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("a =:,-~#&|;<>()[]{}*?!$`\"'\\\t%").ofMaxLength(12);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return text().list().ofMinSize(1).ofMaxSize(4);
  }

  private static List<String> output(ShellCommand command)
      throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", command.toString()).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
