package com.k2.marketdata.pipeline;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.avro.registry.RegistrySchemas;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.exchange.SymbolList;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.options.form.Quantities;
import com.k2.marketdata.options.settings.AddressSecrets;
import com.k2.marketdata.options.settings.SchemaRegistry;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step that decodes and validates an exchange's messages, as the options describe it. If they
 * name a symbol list, the list is read again between cycles; a list that cannot be read is logged,
 * and the list read before stays in use. A step never changes: a cycle keeps the one that it was
 * planned with. Not thread-safe.
 */
final class CurrentJudge {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentJudge.class);
  private static final String OFF = "off";

  private final @Nullable String location;
  private final @Nullable Duration refresh;
  private final Function<@Nullable SymbolList, CurrentRules> judging;
  private final LongSupplier nanoTime;
  private CurrentRules current;
  private long readAtNanos;

  /**
   * @param location of the symbol list; null for the bundled one
   * @param refresh how often the list is read again; null for never
   */
  private CurrentJudge(
      @Nullable String location,
      @Nullable Duration refresh,
      Function<@Nullable SymbolList, CurrentRules> judging,
      LongSupplier nanoTime) {
    this.location = location;
    this.refresh = refresh;
    this.judging = judging;
    this.nanoTime = nanoTime;
    this.readAtNanos = nanoTime.getAsLong();
    this.current = judging.apply(location == null ? null : SymbolList.read(location));
  }

  /**
   * The step for the cycles of an exchange.
   *
   * @throws K2Exception if the symbol list cannot be read; its message names the list
   */
  static CurrentJudge of(RuleOptions options, Exchange exchange) {
    return of(options, exchange, System::nanoTime);
  }

  /** Checks the options; reads no symbol list. */
  static void requireValid(RuleOptions options) {
    settings(options);
    refresh(options);
    withoutSecrets(options.getSymbolList());
    if (options.getSchemaRegistry() != null) {
      SchemaRegistry.at(options.getSchemaRegistry());
    }
  }

  static CurrentJudge of(RuleOptions options, Exchange exchange, LongSupplier nanoTime) {
    RuleSettings settings = settings(options);
    SchemaSource schemas =
        options.getSchemaRegistry() == null
            ? BundledSchema.of(exchange.rawSchema())
            : RegistrySchemas.at(SchemaRegistry.at(options.getSchemaRegistry()));
    return new CurrentJudge(
        withoutSecrets(options.getSymbolList()),
        refresh(options),
        list -> CurrentRules.of(exchange, schemas, settings.withSymbolList(list)),
        nanoTime);
  }

  /** The rules for a cycle that is planned now. */
  CurrentRules current() {
    if (location != null
        && refresh != null
        && nanoTime.getAsLong() - readAtNanos >= refresh.toNanos()) {
      readAgain(location);
      readAtNanos = nanoTime.getAsLong();
    }
    return current;
  }

  private void readAgain(String list) {
    try {
      CurrentRules next = judging.apply(SymbolList.read(list));
      if (!next.fingerprint().equals(current.fingerprint())) {
        LOG.info("The symbol list {} has changed and is used from this cycle on", list);
        current = next;
      }
    } catch (K2Exception e) {
      LOG.warn("The symbol list that was read before stays in use: {}", e.getMessage());
    }
  }

  private static RuleSettings settings(RuleOptions options) {
    return new RuleSettings(
        Quantities.duration("futureTolerance", options.getFutureTolerance()),
        duration("maxTradeAge", options.getMaxTradeAge()),
        null);
  }

  private static @Nullable Duration refresh(RuleOptions options) {
    return duration("symbolListRefresh", options.getSymbolListRefresh());
  }

  private static @Nullable Duration duration(String option, String value) {
    return value.equals(OFF) ? null : Quantities.duration(option, value);
  }

  private static @Nullable String withoutSecrets(@Nullable String location) {
    if (location != null && AddressSecrets.areIn(location)) {
      throw new UsageException(
          "--symbolList is an address that contains a password, and addresses appear in logs. Give"
              + " an address without one.");
    }
    return location;
  }
}
