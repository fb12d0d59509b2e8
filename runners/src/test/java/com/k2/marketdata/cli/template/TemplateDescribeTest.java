package com.k2.marketdata.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.template.Template;
import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TemplateDescribeTest {
  private static final List<String> NAMES = Template.NAMES;

  @ParameterizedTest
  @FieldSource("NAMES")
  void defaultsAreParameters(String template) throws IOException {
    JsonNode described =
        new ObjectMapper()
            .readTree(K2Run.of("template", "describe", template, "--format=json").out());
    List<String> parameters = new ArrayList<>();
    described.path("parameters").forEach(one -> parameters.add(one.path("name").asText()));
    List<String> defaults = new ArrayList<>();
    described.at("/template/defaults").fieldNames().forEachRemaining(defaults::add);
    described.path("planned").fieldNames().forEachRemaining(defaults::add);
    assertThat(parameters).containsAll(defaults);
    assertThat(defaults).contains("catalogConfig");
  }

  @Test
  void describedParametersAreThoseOfTheOptions() throws IOException {
    String text = K2Run.of("template", "describe", "medallion").succeeded().out();
    assertThat(text)
        .contains(
            "Main class: com.k2.marketdata.cli.SparkMain",
            "  exchange (list; one of binance, kraken; required)",
            "  onFatal (enum; one of exit, hold; template: hold)",
            "  trigger (text; plan lean: 10s)",
            "  maxFailedCycles (whole number; default: 8)")
        .doesNotContain("  runner (", "  jobName (", "  cluster (");
    JsonNode verify =
        new ObjectMapper()
            .readTree(K2Run.of("template", "describe", "verify", "--format=json").out());
    List<String> names = new ArrayList<>();
    verify.path("parameters").forEach(parameter -> names.add(parameter.path("name").asText()));
    assertThat(names)
        .contains("exchange", "contents", "strict", "schemaRegistry", "catalog", "stallTimeout")
        .doesNotContain("cluster", "help", "maxFailedCycles")
        .doesNotHaveDuplicates();
    assertThat(K2Run.of("template", "list").succeeded().out())
        .contains("medallion  Kafka to bronze, silver and dead letters");
  }
}
