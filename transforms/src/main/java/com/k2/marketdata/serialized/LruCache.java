package com.k2.marketdata.serialized;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Values that all threads of a JVM share, at most a fixed number of them. A value is created when
 * its key is first used. Beyond the bound the least recently used value is removed and closed, so a
 * caller should get a value again instead of keeping it.
 *
 * <p>A value is created once, however many threads need it at the same time; threads that need
 * other values do not wait. If creating a value fails, the next caller tries again.
 */
public final class LruCache<K, V> {
  private final int maxSize;
  private final Consumer<? super V> close;

  /** By key, least recently used first; guarded by itself. */
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param close called once with each value that is removed; must not throw
   */
  public LruCache(int maxSize, Consumer<? super V> close) {
    this.maxSize = maxSize;
    this.close = close;
  }

  /** The value of a key; created by {@code create} if there is none. */
  public V get(K key, Function<? super K, ? extends V> create) {
    Entry<V> entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(key, any -> new Entry<>());
      entry.users++;
    }
    try {
      return entry.value(() -> create.apply(key));
    } finally {
      leave(key, entry).forEach(close);
    }
  }

  private List<V> leave(K key, Entry<V> entry) {
    List<V> removed = new ArrayList<>();
    synchronized (entries) {
      entry.users--;
      if (entry.users == 0 && entry.value == null) {
        entries.remove(key); // its creation failed
      }
      Iterator<Entry<V>> eldest = entries.values().iterator();
      while (entries.size() > maxSize && eldest.hasNext()) {
        Entry<V> candidate = eldest.next();
        if (candidate.users == 0) {
          eldest.remove();
          removed.add(candidate.value);
        }
      }
    }
    return removed;
  }

  private static final class Entry<V> {
    /** How many threads are about to return the value; guarded by the map. */
    private int users;

    private volatile @Nullable V value;

    synchronized V value(Supplier<? extends V> create) {
      if (value == null) {
        value = create.get();
      }
      return value;
    }
  }
}
