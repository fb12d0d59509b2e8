package com.k2.marketdata.serialized;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObjectPoolTest {
  private static final int MAX_IDLE = 3;
  private static final Duration MAX_TIME = Duration.ofMinutes(2);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock that overflows
  private final AtomicInteger created = new AtomicInteger();
  private final Queue<Connection> closed = new ConcurrentLinkedQueue<>();
  private final ObjectPool<String, Connection> pool =
      new ObjectPool<>(MAX_IDLE, MAX_TIME, closed::add, now::get);

  private record Connection(String key, int number, AtomicBoolean inUse) {}

  @Test
  void objectGivenBackIsUsedAgain() {
    Connection first = take("a");
    pool.giveBack("a", first);
    assertThat(take("a")).isSameAs(first);
    assertThat(closed).isEmpty();
  }

  @Test
  void objectInUseIsNotGivenToAnother() {
    assertThat(take("a")).isNotSameAs(take("a"));
  }

  @Test
  void objectOfAnotherKeyIsNotUsed() {
    pool.giveBack("old password", take("old password"));
    assertThat(take("new password").key()).isEqualTo("new password");
  }

  @Test
  void longIdleObjectIsClosed() {
    Connection old = take("a");
    pool.giveBack("a", old);
    now.addAndGet(MAX_TIME.toNanos() + 1);
    assertThat(take("a")).isNotSameAs(old);
    assertThat(closed).containsExactly(old);
  }

  @Test
  void objectIdleForLessIsKept() {
    Connection old = take("a");
    pool.giveBack("a", old);
    now.addAndGet(MAX_TIME.toNanos());
    assertThat(take("a")).isSameAs(old);
  }

  @Test
  void longestIdleObjectIsClosedBeyondTheBound() {
    List<Connection> all = List.of(take("a"), take("b"), take("c"), take("d"), take("e"));
    all.forEach(each -> pool.giveBack(each.key(), each));
    assertThat(closed).containsExactly(all.get(0), all.get(1));
  }

  @Test
  void changingKeysLeaveNoMoreThanTheBound() {
    for (int i = 0; i < 100; i++) {
      String key = "password " + i;
      pool.giveBack(key, take(key));
    }
    assertThat(closed).hasSize(100 - MAX_IDLE);
  }

  @Test
  void threadsNeverShareAnObject() throws InterruptedException {
    List<Threads.Ended<Void>> ended =
        Threads.race(
            4,
            thread ->
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    Connection mine = take("a");
                    assertThat(mine.inUse().compareAndSet(false, true)).isTrue();
                    mine.inUse().set(false);
                    pool.giveBack("a", mine);
                  }
                  return null;
                });
    assertThat(ended).extracting(Threads.Ended::failure).containsOnlyNulls();
    assertThat(closed).doesNotHaveDuplicates();
    assertThat(created.get() - closed.size()).isBetween(1, MAX_IDLE);
  }

  private Connection take(String key) {
    return pool.take(
        key, same -> new Connection(same, created.incrementAndGet(), new AtomicBoolean()));
  }
}
