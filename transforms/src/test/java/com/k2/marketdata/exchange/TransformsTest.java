package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.RouteOutcomes;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

/** Judging and routing as a pipeline. */
class TransformsTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void everyItemHasOneTag() {
    RangeReceipt receipt = new RangeReceipt(3, 42, 46, 46, 3, 900);
    PCollection<List<ReadItem>> items =
        pipeline.apply(
            "Read",
            Create.<List<ReadItem>>of(
                    List.of(
                        message(bytes(RawTrades.binance())),
                        message(bytes(with(RawTrades.binance(), "price", "0")))),
                    List.of(message(null), receipt))
                .withCoder(ReadBatch.coder()));

    RouteOutcomes.Routes routes =
        items
            .apply(
                "Judge",
                JudgeTrades.of(
                    BINANCE.rawSchema(),
                    BundledSchema.of(BINANCE.rawSchema()),
                    BINANCE.rules(RuleSettings.DEFAULTS)))
            .apply("Route", RouteOutcomes.byKind());

    PAssert.that(
            routes
                .trades()
                .apply(
                    "TradeIds",
                    MapElements.into(TypeDescriptors.strings())
                        .via(accepted -> accepted.trade().tradeId())))
        .containsInAnyOrder("BINANCE-3071245454");
    PAssert.that(
            routes
                .deadLetters()
                .apply(
                    "Reasons",
                    MapElements.into(TypeDescriptors.strings())
                        .via(rejected -> rejected.reason().code())))
        .containsInAnyOrder(
            RejectReason.PRICE_NOT_POSITIVE.code(), RejectReason.PAYLOAD_MISSING.code());
    PAssert.that(routes.receipts()).containsInAnyOrder(receipt);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void rawSchemaMustBeARecord() {
    Schema string = Schema.create(Schema.Type.STRING);
    PCollection<List<ReadItem>> items = pipeline.apply("Read", Create.empty(ReadBatch.coder()));
    JudgeTrades judge =
        JudgeTrades.of(string, BundledSchema.of(string), BINANCE.rules(RuleSettings.DEFAULTS));
    assertThatThrownBy(() -> items.apply("Judge", judge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an Avro record");
  }
}
