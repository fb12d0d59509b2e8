package com.k2.marketdata.serialized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.testing.Threads;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LruCacheTest {
  private static final int MAX = 3;

  private final Queue<String> closed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger created = new AtomicInteger();
  private final LruCache<String, String> cache = new LruCache<>(MAX, closed::add);

  @Test
  void leastRecentlyUsedValueIsClosed() {
    List.of("a", "b", "c", "a", "d").forEach(this::get);
    assertThat(closed).containsExactly("value of b");
    get("e");
    assertThat(closed).containsExactly("value of b", "value of c");
  }

  @Test
  void removedValueIsCreatedAgain() {
    List.of("a", "b", "c", "d").forEach(this::get);
    created.set(0);
    get("d");
    assertThat(created).hasValue(0);
    get("a");
    assertThat(created).hasValue(1);
  }

  @Test
  void threadsGetOneValue() throws InterruptedException {
    List<Threads.Ended<String>> ended = Threads.race(8, i -> () -> get("a"));
    assertThat(created).hasValue(1);
    assertThat(ended).extracting(Threads.Ended::result).containsOnly("value of a");
  }

  @Test
  void failedCreationIsTriedAgain() {
    assertThatThrownBy(() -> cache.get("a", LruCacheTest::fail)).hasMessage("failed for a");
    assertThat(get("a")).isEqualTo("value of a");
  }

  @Test
  void failedCreationDoesNotDisplaceValues() {
    List.of("a", "b", "c").forEach(this::get);
    for (int i = 0; i < 10; i++) {
      String key = "failing " + i;
      assertThatThrownBy(() -> cache.get(key, LruCacheTest::fail)).hasMessageContaining(key);
    }
    assertThat(closed).hasSizeLessThanOrEqualTo(1);
    created.set(0);
    get("c");
    assertThat(created).hasValue(0);
  }

  @Test
  void slowCreationBlocksNoOtherKey() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread slow =
        new Thread(
            () ->
                cache.get(
                    "slow",
                    key -> {
                      started.countDown();
                      await(mayEnd);
                      return "slow value";
                    }));
    slow.start();
    started.await();
    List.of("a", "b", "c", "d", "e").forEach(this::get);
    mayEnd.countDown();
    slow.join();

    assertThat(cache.get("slow", LruCacheTest::fail)).isEqualTo("slow value");
    assertThat(closed).doesNotContain("slow value");
  }

  @Test
  void everyRemovedValueIsClosedOnce() throws InterruptedException {
    LruCache<Integer, Integer> numbers =
        new LruCache<>(MAX, number -> closed.add(number.toString()));
    List<Threads.Ended<Void>> ended =
        Threads.race(
            4,
            seed ->
                () -> {
                  Random random = new Random(seed);
                  for (int i = 0; i < 5_000; i++) {
                    numbers.get(random.nextInt(10), key -> created.incrementAndGet());
                  }
                  return null;
                });
    assertThat(ended).extracting(Threads.Ended::failure).containsOnlyNulls();
    assertThat(closed).doesNotHaveDuplicates().hasSize(created.get() - MAX);
  }

  private String get(String key) {
    return cache.get(
        key,
        same -> {
          created.incrementAndGet();
          return "value of " + same;
        });
  }

  private static String fail(String key) {
    throw new IllegalStateException("failed for " + key);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
