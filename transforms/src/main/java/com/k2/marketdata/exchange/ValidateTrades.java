package com.k2.marketdata.exchange;

import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import com.k2.marketdata.trade.TradeRules;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Judges decoded messages by an exchange's rules: one {@link Outcome} per decoding, in the same
 * order; receipts pass through.
 */
public final class ValidateTrades extends PTransform<PCollection<Decoding>, PCollection<Outcome>> {
  private final TradeRules rules;

  private ValidateTrades(TradeRules rules) {
    this.rules = rules;
  }

  /** Judges by these rules, which {@link Exchange#rules} makes. */
  public static ValidateTrades by(TradeRules rules) {
    return new ValidateTrades(rules);
  }

  @Override
  public PCollection<Outcome> expand(PCollection<Decoding> decodings) {
    return decodings
        .apply("JudgeTrade", ParDo.of(new ValidateFn(rules)))
        .setCoder(OutcomeCoder.of());
  }

  private static final class ValidateFn extends DoFn<Decoding, Outcome> {
    private final TradeRules rules;

    ValidateFn(TradeRules rules) {
      this.rules = rules;
    }

    @ProcessElement
    public void judge(@Element Decoding decoding, OutputReceiver<Outcome> out) {
      if (decoding instanceof Decoding.Decoded decoded) {
        out.output(rules.judge(decoded.message(), decoded.schemaId(), decoded.record()));
      } else if (decoding instanceof Decoding.Undecodable undecodable) {
        out.output(undecodable.rejected());
      } else if (decoding instanceof Decoding.RangeDone done) {
        out.output(new Outcome.RangeDone(done.receipt()));
      }
    }
  }
}
