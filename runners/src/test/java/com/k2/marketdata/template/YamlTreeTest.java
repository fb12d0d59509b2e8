package com.k2.marketdata.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class YamlTreeTest {
  private final List<String> errors = new ArrayList<>();

  @Test
  void parametersKeepTheirText() {
    ObjectNode tree =
        read(
            """
            parameters:
              maxTradeAge: off
              number: 010
              since: 2024-05-01T12:00:00Z
              flag: yes
              nothing: ~
            """);
    assertThat(tree.at("/parameters/maxTradeAge").asText()).isEqualTo("off");
    assertThat(tree.at("/parameters/number").asText()).isEqualTo("010");
    assertThat(tree.at("/parameters/since").asText()).isEqualTo("2024-05-01T12:00:00Z");
    assertThat(tree.at("/parameters/flag").asText()).isEqualTo("yes");
    assertThat(tree.at("/parameters/nothing").isNull()).isTrue();
  }

  @Test
  void fieldsOfSparkHaveTypes() {
    ObjectNode tree = read("spark: {a: 480, b: '480', c: true, d: [1.5], e: 1_000}");
    assertThat(tree.at("/spark/a").isIntegralNumber()).isTrue();
    assertThat(tree.at("/spark/b").isTextual()).isTrue();
    assertThat(tree.at("/spark/c").isBoolean()).isTrue();
    assertThat(tree.at("/spark/d/0").isDouble()).isTrue();
    assertThat(tree.at("/spark/e").isTextual()).isTrue();
  }

  @Test
  void keysThatAreGivenTwiceAreErrors() {
    read("parameters: {a: 1, b: 2, a: 3}\nspark: {driver: {x: 1, x: 1}}");
    assertThat(errors)
        .containsExactly("parameters.a is given twice.", "spark.driver.x is given twice.");
  }

  @Test
  void aliasOfItselfIsRefused() {
    assertThatThrownBy(() -> read("a: &x {b: *x}"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> read("a: &x [*x]"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void otherDocumentsAreRefused() {
    assertThatThrownBy(() -> read("- a")).hasMessageContaining("must be a mapping");
    assertThatThrownBy(() -> read("a: [")).hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> read("a: 1\n---\nb: 2")).hasMessageContaining("is not YAML");
    assertThat(read("")).isEmpty();
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      YamlTree.read("any", text, new ArrayList<>());
    } catch (UsageException e) {
      assertThat(e.getMessage()).startsWith("any");
    }
  }

  private ObjectNode read(String text) {
    return YamlTree.read("The text", text, errors);
  }
}
