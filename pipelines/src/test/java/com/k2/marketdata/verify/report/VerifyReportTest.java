package com.k2.marketdata.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
  @Test
  void theJsonHasTheDocumentedFields() {
    VerifyReport report =
        new VerifyReport(
            List.of(
                new VerifyReport.OfExchange(
                    "binance",
                    Map.of(),
                    Map.of(),
                    List.of(),
                    0,
                    Map.of(),
                    List.of(),
                    List.of("bronze is behind silver"),
                    List.of())),
            false);

    JsonNode json = new ObjectMapper().valueToTree(report);

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("clean", "strict", "exchanges");
    JsonNode exchange = json.get("exchanges").get(0);
    assertThat(exchange.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "exchange",
            "snapshots",
            "kafka",
            "partitions",
            "equalTradeIds",
            "offsets",
            "findings",
            "disagreements",
            "notes",
            "wrong",
            "unverifiable");
    assertThat(exchange.get("wrong").booleanValue()).isTrue();
    assertThat(json.get("clean").booleanValue()).isFalse();
  }
}
