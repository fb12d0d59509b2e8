package com.k2.marketdata.torture.fault;

import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The order of the faults, which depends on the seed only. Each setup has a deck with every kind of
 * fault and every window of its drivers. The deck is shuffled, and again when it is used up.
 */
public final class FaultPlan {
  private static final int KILLS_PER_WINDOW = 2;

  private final long seed;
  private final Map<Setup, Deck> decks = new HashMap<>();

  public FaultPlan(long seed) {
    this.seed = seed;
  }

  /** The next fault for the drivers of a setup. */
  public Fault next(Setup setup) {
    return decks.computeIfAbsent(setup, s -> new Deck(s.layout(), random(s))).next();
  }

  private Random random(Setup setup) {
    return new Random(31 * (31 * seed + setup.layout().ordinal()) + setup.engine().ordinal());
  }

  private static final class Deck {
    private final Layout layout;
    private final Random random;
    private final Deque<Fault> left = new ArrayDeque<>();

    Deck(Layout layout, Random random) {
      this.layout = layout;
      this.random = random;
    }

    Fault next() {
      if (left.isEmpty()) {
        List<Fault> all = all();
        Collections.shuffle(all, random);
        left.addAll(all);
      }
      return left.remove();
    }

    private List<Fault> all() {
      List<Fault> all = new ArrayList<>();
      for (Job job : layout.jobs()) {
        for (Window window : job.windows()) {
          for (int i = 0; i < KILLS_PER_WINDOW; i++) {
            all.add(fault(FaultKind.KILL, job, window));
          }
          all.add(fault(FaultKind.SUSPEND, job, window));
        }
      }
      Job any = layout.jobs().get(random.nextInt(layout.jobs().size()));
      all.add(fault(FaultKind.RACE, any, Window.READING));
      all.add(fault(FaultKind.BROKER, any, Window.READING));
      return all;
    }

    private Fault fault(FaultKind kind, Job job, Window window) {
      return new Fault(kind, job, window, random.nextInt(window.maxDelayMillis()));
    }
  }
}
