package com.k2.marketdata.replay;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.KafkaMessageCoder;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.pipeline.CurrentRules;
import com.k2.marketdata.testing.RawTrades;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

class JudgeAgainTest {
  @Test
  void tradesAndDeadLettersLeaveByTheirTags() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    KafkaMessage valid = RawTrades.message(RawTrades.bytes(RawTrades.binance()));
    KafkaMessage unframed = RawTrades.message(new byte[] {1, 2});
    KafkaMessage unpriced =
        RawTrades.message(RawTrades.bytes(RawTrades.with(RawTrades.binance(), "price", "0")));

    JudgedLetters judged =
        JudgedLetters.of(
            pipeline
                .apply(
                    Create.of(
                            KV.of("timestamp_too_old", valid),
                            KV.of("framing_invalid", unframed),
                            KV.of("side_missing", unpriced))
                        .withCoder(KvCoder.of(StringUtf8Coder.of(), KafkaMessageCoder.of())))
                .apply(
                    JudgeAgain.with(
                        CurrentRules.of(
                                PipelineOptionsFactory.as(RuleOptions.class), RawTrades.BINANCE)
                            .step()
                            .judges())));

    PAssert.that(judged.mended()).containsInAnyOrder("timestamp_too_old");
    PAssert.that(judged.rejectedReasons())
        .containsInAnyOrder("framing_invalid", "price_not_positive");
    PAssert.thatSingleton(judged.trades().apply(Count.globally())).isEqualTo(1L);
    pipeline.run().waitUntilFinish();
  }
}
