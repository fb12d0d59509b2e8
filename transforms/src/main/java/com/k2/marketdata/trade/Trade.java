package com.k2.marketdata.trade;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A valid trade in the one schema of all exchanges. What every trade of an exchange has in common
 * (exchange name, asset class) and what follows from the message's coordinates (message id,
 * lineage) is added where the row is made.
 *
 * @param timestampMicros when the exchange made the trade, microseconds since the epoch
 * @param price positive; fits decimal(28,12) with no digit lost; any scale up to 12
 * @param quantity as price
 * @param currency the asset that the price is in
 * @param conditions for example {@code limit}; often empty
 * @param producerMicros when the producer of the message took the trade in, microseconds since the
 *     epoch
 * @param vendorData the exchange's further fields, as sent
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
