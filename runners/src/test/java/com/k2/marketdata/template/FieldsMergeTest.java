package com.k2.marketdata.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FieldsMergeTest {
  private static final String BASE =
      """
      driver:
        memory: 480m
        javaOptions: -XX:+UseSerialGC
        env: [{name: A, value: a}, {name: B, value: b}]
      deps: {jars: [a.jar]}
      """;

  @Test
  void objectsAreMergedAndValuesReplaced() {
    assertThat(merged("driver: {memory: 1g, cores: 2}"))
        .isEqualTo(read(BASE.replace("480m", "1g\n  cores: 2")));
    assertThat(merged("deps: {jars: [b.jar]}")).isEqualTo(read(BASE.replace("a.jar", "b.jar")));
    assertThat(merged("image: k2")).isEqualTo(read(BASE + "image: k2"));
  }

  @Test
  void optionsOfJvmsAreAppended() {
    assertThat(merged("driver: {javaOptions: -Dx=y}").at("/driver/javaOptions").asText())
        .isEqualTo("-XX:+UseSerialGC -Dx=y");
  }

  @Test
  void variablesAreReplacedByName() {
    assertThat(
            merged("driver: {env: [{name: B, value: c}, {name: C, value: d}]}").at("/driver/env"))
        .isEqualTo(
            read("env: [{name: A, value: a}, {name: B, value: c}, {name: C, value: d}]")
                .get("env"));
  }

  private static ObjectNode merged(String more) {
    ObjectNode target = read(BASE);
    FieldsMerge.into(target, read(more));
    return target;
  }

  private static ObjectNode read(String text) {
    return YamlTree.read("text", text, new ArrayList<>());
  }
}
