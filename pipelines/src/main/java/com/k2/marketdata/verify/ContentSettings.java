package com.k2.marketdata.verify;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.verify.contents.recorded.TodaysRules;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How contents are compared.
 *
 * @param rules today's rules of an exchange
 * @param progress receives, every few seconds, the number of rows read so far, by table
 */
public record ContentSettings(
    Function<Exchange, TodaysRules> rules, Consumer<Map<String, Long>> progress) {}
