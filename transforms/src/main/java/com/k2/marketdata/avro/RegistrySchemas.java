package com.k2.marketdata.avro;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Schemas from a registry, each fetched once per JVM, because what an id stands for never changes.
 *
 * <p>That the registry has no such schema is remembered for ten seconds only: long enough not to
 * ask for every message, and short enough for a schema that is registered late. A message is judged
 * once in each attempt at a cycle, so an answer that changes meanwhile does no harm: what counts is
 * what the committed attempt wrote.
 */
public final class RegistrySchemas implements SchemaSource {
  private static final Map<RegistrySettings, Cache> CACHES = new ConcurrentHashMap<>();

  private final RegistrySettings settings;
  private transient volatile Cache cache;

  private RegistrySchemas(RegistrySettings settings) {
    this.settings = settings;
  }

  public static RegistrySchemas at(RegistrySettings settings) {
    return new RegistrySchemas(settings);
  }

  @Override
  public WriterSchema byId(int id) {
    if (cache == null) {
      cache =
          CACHES.computeIfAbsent(
              settings, key -> new Cache(new SchemaRegistryClient(key)::schema, System::nanoTime));
    }
    return cache.byId(id);
  }

  /** What is known of the schemas of one registry. */
  static final class Cache {
    private static final long UNKNOWN_FOR_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_UNKNOWN = 10_000;

    private final IntFunction<WriterSchema> registry;
    private final LongSupplier nanoTime;
    private final Map<Integer, WriterSchema> known = new ConcurrentHashMap<>();

    /** When each unknown id was asked for, oldest first; guarded by itself. */
    private final Map<Integer, Long> unknownSince = new LinkedHashMap<>();

    Cache(IntFunction<WriterSchema> registry, LongSupplier nanoTime) {
      this.registry = registry;
      this.nanoTime = nanoTime;
    }

    WriterSchema byId(int id) {
      WriterSchema schema = known.get(id);
      if (schema != null) {
        return schema;
      }
      if (isKnownToBeUnknown(id)) {
        return new WriterSchema.Unknown();
      }
      // Threads may ask for the same id at once; the first answer is everyone's.
      WriterSchema answer = registry.apply(id);
      if (answer instanceof WriterSchema.Unknown) {
        rememberUnknown(id);
        return answer;
      }
      WriterSchema first = known.putIfAbsent(id, answer);
      return first != null ? first : answer;
    }

    private boolean isKnownToBeUnknown(int id) {
      synchronized (unknownSince) {
        Long since = unknownSince.get(id);
        return since != null && nanoTime.getAsLong() - since < UNKNOWN_FOR_NANOS;
      }
    }

    private void rememberUnknown(int id) {
      synchronized (unknownSince) {
        unknownSince.remove(id);
        unknownSince.put(id, nanoTime.getAsLong());
        if (unknownSince.size() > MOST_UNKNOWN) {
          Iterator<Integer> oldest = unknownSince.keySet().iterator();
          oldest.next();
          oldest.remove();
        }
      }
    }
  }
}
