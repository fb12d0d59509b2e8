package com.k2.marketdata.avro.registry;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RegistrySchemasTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<Integer> requested = new ArrayList<>();
  private Supplier<WriterSchema> answer = () -> new WriterSchema.Found(BINANCE.rawSchema());
  private final RegistrySchemas.Cache cache =
      new RegistrySchemas.Cache(
          id -> {
            requested.add(id);
            return answer.get();
          },
          now::get);

  @Test
  void schemaIsFetchedOnceAndShared() {
    assertThat(cache.byId(1)).isSameAs(cache.byId(1));
    assertThat(requested).containsExactly(1);
  }

  @Test
  void unknownIdIsRequestedAgainAfterTenSeconds() {
    answer = WriterSchema.Unknown::new;
    cache.byId(1);
    assertThat(cache.byId(1)).isInstanceOf(WriterSchema.Unknown.class);
    assertThat(requested).containsExactly(1);

    answer = () -> new WriterSchema.Found(BINANCE.rawSchema());
    now.addAndGet(TimeUnit.SECONDS.toNanos(10));
    assertThat(cache.byId(1)).isInstanceOf(WriterSchema.Found.class);
    assertThat(requested).containsExactly(1, 1);
  }

  @Test
  void unknownIdsTakeBoundedMemory() {
    answer = WriterSchema.Unknown::new;
    for (int id = 0; id <= 10_000; id++) {
      cache.byId(id);
    }
    cache.byId(10_000);
    assertThat(requested).hasSize(10_001);
    cache.byId(0);
    assertThat(requested).hasSize(10_002);
  }

  @Test
  void systemFaultIsNotCached() {
    answer =
        () -> {
          throw new SystemFaultException("down");
        };
    assertThatThrownBy(() -> cache.byId(1)).isInstanceOf(SystemFaultException.class);
    answer = () -> new WriterSchema.Found(BINANCE.rawSchema());
    assertThat(cache.byId(1)).isInstanceOf(WriterSchema.Found.class);
  }
}
