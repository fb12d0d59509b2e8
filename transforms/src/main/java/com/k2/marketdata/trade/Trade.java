package com.k2.marketdata.trade;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A valid trade in the schema that all exchanges share. Values that are the same for all trades of
 * an exchange (exchange name, asset class) and values derived from the message's coordinates
 * (message id, lineage) are added when the row is built.
 *
 * @param timestampMicros when the trade was executed, microseconds since the epoch
 * @param price positive; fits decimal(28,12) without rounding; any scale up to 12
 * @param quantity the same limits as price
 * @param currency the asset in which the price is quoted
 * @param conditions for example {@code limit}; often empty
 * @param producerMicros when the producer of the message received the trade, microseconds since the
 *     epoch; null if the message has no valid time there
 * @param vendorData the exchange's other fields, as sent
 * @param schemaId the registry's id of the schema that the message was written with
 */
public record Trade(
    String tradeId,
    String symbol,
    long timestampMicros,
    BigDecimal price,
    BigDecimal quantity,
    String currency,
    Side side,
    List<String> conditions,
    @Nullable Long sourceSequence,
    @Nullable Long producerMicros,
    Map<String, String> vendorData,
    int schemaId)
    implements Serializable {}
