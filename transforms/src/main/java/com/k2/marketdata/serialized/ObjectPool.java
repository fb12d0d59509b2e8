package com.k2.marketdata.serialized;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Objects that one thread uses at a time, such as network clients, kept for reuse by later users.
 * An idle object is closed when it has not been used for a while or when more than a fixed number
 * are idle, longest idle first; both are checked at each call. Objects in use are not counted.
 *
 * <p>Safe for use by many threads.
 */
public final class ObjectPool<K, V> {
  private final int maxIdle;
  private final long maxIdleNanos;
  private final Consumer<? super V> close;
  private final LongSupplier nanoTime;

  /** Most recently used first; guarded by itself. */
  private final Deque<Idle<K, V>> idle = new ArrayDeque<>();

  private record Idle<K, V>(K key, V object, long sinceNanos) {}

  /**
   * @param close called once with each object that the pool drops; must not throw
   */
  public ObjectPool(int maxIdle, Duration maxIdleTime, Consumer<? super V> close) {
    this(maxIdle, maxIdleTime, close, System::nanoTime);
  }

  ObjectPool(int maxIdle, Duration maxIdleTime, Consumer<? super V> close, LongSupplier nanoTime) {
    this.maxIdle = maxIdle;
    this.maxIdleNanos = maxIdleTime.toNanos();
    this.close = close;
    this.nanoTime = nanoTime;
  }

  /**
   * An object for this caller alone: an idle one of an equal key, or a new one. The caller gives it
   * back, or closes it if it has failed.
   */
  public V take(K key, Function<? super K, ? extends V> create) {
    V found;
    List<V> dropped;
    synchronized (idle) {
      dropped = dropOld();
      found = removeFirst(key);
    }
    dropped.forEach(close);
    return found != null ? found : create.apply(key);
  }

  /** Keeps an object for the next caller. */
  public void giveBack(K key, V object) {
    List<V> dropped;
    synchronized (idle) {
      idle.addFirst(new Idle<>(key, object, nanoTime.getAsLong()));
      dropped = dropOld();
    }
    dropped.forEach(close);
  }

  private @Nullable V removeFirst(K key) {
    Iterator<Idle<K, V>> each = idle.iterator();
    while (each.hasNext()) {
      Idle<K, V> candidate = each.next();
      if (candidate.key.equals(key)) {
        each.remove();
        return candidate.object;
      }
    }
    return null;
  }

  private List<V> dropOld() {
    List<V> dropped = new ArrayList<>();
    long now = nanoTime.getAsLong();
    while (!idle.isEmpty()
        && (idle.size() > maxIdle || now - idle.getLast().sinceNanos > maxIdleNanos)) {
      dropped.add(idle.removeLast().object);
    }
    return dropped;
  }
}
