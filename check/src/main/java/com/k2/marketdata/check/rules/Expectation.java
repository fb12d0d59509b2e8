package com.k2.marketdata.check.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may become of a message. Almost always this is either a trade or one reason; both, or
 * several reasons, if the documents alone do not decide.
 *
 * @param trade the values of its row in silver; empty if it must not be there
 * @param reasons the reasons that it may have in the dead letters; empty if it must not be there
 * @param schemaId the id in its framing; empty if the framing is not valid
 */
public record Expectation(Optional<Trade> trade, Set<String> reasons, Optional<Integer> schemaId) {

  /**
   * The values of a row in silver that come from the message's value.
   *
   * @param currencies the currencies that the symbol allows
   * @param micros microseconds since the epoch
   * @param sourceSequence null if the message has none
   * @param ingestedMicros null if the message has none
   */
  public record Trade(
      String tradeId,
      String symbol,
      Set<String> currencies,
      long micros,
      BigDecimal price,
      BigDecimal quantity,
      String side,
      List<String> conditions,
      Long sourceSequence,
      Long ingestedMicros,
      Map<String, String> vendorData) {}

  static Expectation deadLetter(String reason) {
    return new Expectation(Optional.empty(), Set.of(reason), Optional.empty());
  }

  Expectation withSchemaId(int id) {
    return new Expectation(trade, reasons, Optional.of(id));
  }

  @Override
  public String toString() {
    String rejected = reasons.isEmpty() ? "" : "a dead letter with " + reasons;
    return trade.isEmpty() ? rejected : reasons.isEmpty() ? "a trade" : "a trade or " + rejected;
  }
}
