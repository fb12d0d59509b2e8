package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both versions of compose accept the file, as far as they are installed. */
class ComposeConfigTest {
  private static final List<List<String>> VERSIONS =
      List.of(List.of("docker-compose"), List.of("docker", "compose"));

  /** What compose says about the file. */
  private record Answer(int exitCode, String output) {}

  static Stream<List<String>> installed() {
    List<List<String>> installed =
        VERSIONS.stream().filter(ComposeConfigTest::isInstalled).toList();
    assumeTrue(!installed.isEmpty(), "docker-compose is not installed");
    return installed.stream();
  }

  @ParameterizedTest
  @MethodSource("installed")
  void eachPlanIsAccepted(List<String> compose) {
    for (String plan : List.of("lean", "classic")) {
      Answer answer = config(compose, Map.of("COMPOSE_PROFILES", plan));
      assertThat(answer.exitCode()).as(answer.output()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("installed")
  void otherProfilesAreRefused(List<String> compose) {
    for (String profiles : List.of("lean,classic", "leen")) {
      Answer answer = config(compose, Map.of("COMPOSE_PROFILES", profiles));
      assertThat(answer.exitCode()).as(answer.output()).isNotZero();
      assertThat(answer.output()).contains(profiles + ".env");
    }
  }

  @ParameterizedTest
  @MethodSource("installed")
  void missingSecretsAreRefused(List<String> compose) {
    Answer answer = config(compose, Map.of("K2_S3_SECRET", ""));
    assertThat(answer.exitCode()).as(answer.output()).isNotZero();
    assertThat(answer.output()).contains("K2_S3_SECRET");
  }

  private static boolean isInstalled(List<String> compose) {
    try {
      return run(compose, Map.of(), "version").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Answer config(List<String> compose, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>();
    ComposeFile.SECRETS.forEach(secret -> environment.put(secret, "secret"));
    environment.putAll(variables);
    try {
      return run(compose, environment, "config", "-q");
    } catch (IOException e) {
      throw new AssertionError("Cannot run " + compose, e);
    }
  }

  private static Answer run(
      List<String> compose, Map<String, String> environment, String... arguments)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(compose.stream(), Stream.of(arguments)).toList());
    builder.environment().putAll(environment);
    Process process = builder.directory(Path.of("..").toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Answer(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
