package com.k2.marketdata.replay;

import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RouteOutcomes;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Dead letters that were judged again: the trades and the messages that were rejected again, each a
 * collection of its own, and the former reason of each trade.
 */
record JudgedLetters(
    PCollection<Outcome.Accepted> trades,
    PCollection<Outcome.Rejected> rejected,
    PCollection<String> mended) {

  /** A step that uses the letters. */
  interface Use {
    void apply(JudgedLetters judged);
  }

  /** Routes the outputs of {@link JudgeAgain}. */
  static JudgedLetters of(PCollectionTuple judged) {
    RouteOutcomes.Routes routes =
        judged.get(JudgeAgain.OUTCOMES).apply("Route outcomes", RouteOutcomes.byKind());
    return new JudgedLetters(routes.trades(), routes.deadLetters(), judged.get(JudgeAgain.MENDED));
  }

  /** The new reasons of the messages that were rejected again. */
  PCollection<String> rejectedReasons() {
    return rejected.apply("Select reasons", MapElements.via(new ReasonOf()));
  }

  private static final class ReasonOf extends SimpleFunction<Outcome.Rejected, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(Outcome.Rejected rejected) {
      return rejected.reason().code();
    }
  }
}
