package com.k2.marketdata.avro.registry;

import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.serialized.LruCache;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Schemas from a registry. Each is fetched once per JVM, because the schema of an id never changes.
 *
 * <p>An unknown id is cached for ten seconds only: long enough to avoid a request per message, and
 * short enough for a schema that is registered late. A message is judged once in each attempt at a
 * cycle, and only the committed attempt counts, so a changed response does no harm.
 */
public final class RegistrySchemas implements SchemaSource {
  /** A JVM uses one registry, but credentials that change make new settings each time. */
  private static final int MAX_REGISTRIES = 8;

  private static final LruCache<RegistrySettings, Cache> CACHES =
      new LruCache<>(MAX_REGISTRIES, dropped -> {});

  private final RegistrySettings settings;
  private transient volatile Cache cache;

  private RegistrySchemas(RegistrySettings settings) {
    this.settings = settings;
  }

  /** The schemas of one registry. They are cached per JVM and settings. */
  public static RegistrySchemas at(RegistrySettings settings) {
    return new RegistrySchemas(settings);
  }

  @Override
  public WriterSchema byId(int id) {
    if (cache == null) {
      cache =
          CACHES.get(
              settings, key -> new Cache(new SchemaRegistryClient(key)::schema, System::nanoTime));
    }
    return cache.byId(id);
  }

  /** The schemas of one registry. */
  static final class Cache {
    private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_UNKNOWN = 10_000;

    private final IntFunction<WriterSchema> registry;
    private final LongSupplier nanoTime;
    private final Map<Integer, WriterSchema> found = new ConcurrentHashMap<>();

    /** When each unknown id was requested, oldest first; guarded by itself. */
    private final Map<Integer, Long> unknownSince = new LinkedHashMap<>();

    Cache(IntFunction<WriterSchema> registry, LongSupplier nanoTime) {
      this.registry = registry;
      this.nanoTime = nanoTime;
    }

    WriterSchema byId(int id) {
      WriterSchema schema = found.get(id);
      if (schema != null) {
        return schema;
      }
      if (isUnknown(id)) {
        return new WriterSchema.Unknown();
      }
      // Threads may request the same id at once; all return the first response.
      WriterSchema response = registry.apply(id);
      if (response instanceof WriterSchema.Unknown) {
        putUnknown(id);
        return response;
      }
      WriterSchema first = found.putIfAbsent(id, response);
      return first != null ? first : response;
    }

    private boolean isUnknown(int id) {
      synchronized (unknownSince) {
        Long since = unknownSince.get(id);
        return since != null && nanoTime.getAsLong() - since < UNKNOWN_NANOS;
      }
    }

    private void putUnknown(int id) {
      synchronized (unknownSince) {
        unknownSince.remove(id);
        unknownSince.put(id, nanoTime.getAsLong());
        if (unknownSince.size() > MAX_UNKNOWN) {
          Iterator<Integer> oldest = unknownSince.keySet().iterator();
          oldest.next();
          oldest.remove();
        }
      }
    }
  }
}
