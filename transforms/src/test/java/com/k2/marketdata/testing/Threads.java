package com.k2.marketdata.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs work in several threads at the same time. */
public final class Threads {
  private Threads() {}

  /** How a thread's work ended: with a result or with an exception. */
  public record Ended<T>(T result, Throwable failure) {}

  /** Runs {@code count} threads that start at the same time, and waits for all. */
  public static <T> List<Ended<T>> race(int count, IntFunction<Callable<T>> work)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<T> own = work.apply(i);
        running.add(
            threads.submit(
                () -> {
                  go.await();
                  return own.call();
                }));
      }
      go.countDown();
      List<Ended<T>> ended = new ArrayList<>();
      for (Future<T> future : running) {
        ended.add(end(future));
      }
      return ended;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> Ended<T> end(Future<T> future) throws InterruptedException {
    try {
      return new Ended<>(future.get(), null);
    } catch (ExecutionException e) {
      return new Ended<>(null, e.getCause());
    }
  }
}
