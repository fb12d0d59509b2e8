package com.k2.marketdata.testing;

import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.kafka.OffsetRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.Pipeline;

/** An exchange with scripted plans. After the last one, there is nothing to do. */
public final class FakeCycles implements ExchangeCycles {
  private final String name;
  private final Deque<RuntimeException> script = new ArrayDeque<>();
  private final List<String> confirmed = new ArrayList<>();
  private Optional<String> warning = Optional.empty();
  private Runnable atTheEnd = () -> {};
  private int planned;
  private int forgotten;
  private int anchored;
  private Runnable atAnchor = () -> {};
  private int cycles;
  private long offsets = 1_000;
  private long lag;

  /** Marks a plan that succeeds. */
  private static final RuntimeException WORK = new RuntimeException("work");

  /** Marks a plan that finds nothing to do. */
  private static final RuntimeException IDLE = new RuntimeException("idle");

  public FakeCycles(String name) {
    this.name = name;
  }

  /** The next plans are cycles. */
  public FakeCycles work(int times) {
    for (int i = 0; i < times; i++) {
      script.add(WORK);
    }
    return this;
  }

  /** The next plans find nothing to do. */
  public FakeCycles idle(int times) {
    for (int i = 0; i < times; i++) {
      script.add(IDLE);
    }
    return this;
  }

  /** The next plan fails. */
  public FakeCycles fail(RuntimeException failure) {
    script.add(failure);
    return this;
  }

  /** Sets the number of offsets of the next cycle. */
  public FakeCycles offsets(long number) {
    offsets = number;
    return this;
  }

  /**
   * Makes every cycle smaller than it could be: {@link #isLimiting} is true, and the reports have
   * this lag.
   */
  public FakeCycles limitedWithLag(long number) {
    lag = number;
    return this;
  }

  /** The number of offsets that the next cycle may have. */
  public long offsets() {
    return offsets;
  }

  /** Sets what to do when a plan is requested after the last scripted one. */
  public FakeCycles thenRun(Runnable last) {
    atTheEnd = last;
    return this;
  }

  /** The ids of the cycles that were confirmed. */
  public List<String> confirmed() {
    return confirmed;
  }

  /** Makes the exchange unhealthy although its turns succeed. */
  public FakeCycles warn(String why) {
    warning = Optional.of(why);
    return this;
  }

  /** How often a plan was requested. */
  public int planned() {
    return planned;
  }

  /** How often {@link #forget} was called. */
  public int forgotten() {
    return forgotten;
  }

  /** Sets what {@link #anchor} does. */
  public FakeCycles onAnchor(Runnable action) {
    atAnchor = action;
    return this;
  }

  /** How often {@link #anchor} was called. */
  public int anchored() {
    return anchored;
  }

  @Override
  public void anchor() {
    anchored++;
    atAnchor.run();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String exchange() {
    return name;
  }

  @Override
  public Optional<Cycle> plan() {
    planned++;
    RuntimeException next = script.poll();
    if (next == null) {
      atTheEnd.run();
      return Optional.empty();
    }
    if (next == IDLE) {
      return Optional.empty();
    }
    if (next != WORK) {
      throw next;
    }
    return Optional.of(new FakeCycle(name + ++cycles, offsets));
  }

  @Override
  public CycleReport confirm(Cycle cycle, Map<String, Long> counters) {
    confirmed.add(cycle.id());
    return new CycleReport(cycle.id(), cycle.ranges(), 0, 0, 0, 0, 0, 0, lag, OptionalLong.of(0));
  }

  @Override
  public Optional<String> warning() {
    return warning;
  }

  @Override
  public boolean planSmaller(Cycle failed) {
    offsets = Math.max(1, offsets / 2);
    return failed.offsets().get(0).length() > 1;
  }

  @Override
  public boolean isLimiting() {
    return lag > 0;
  }

  @Override
  public void forget() {
    forgotten++;
  }

  @Override
  public void close() {}

  private record FakeCycle(String id, long length) implements Cycle {
    @Override
    public String topic() {
      return "trades";
    }

    @Override
    public List<OffsetRange> offsets() {
      return List.of(new OffsetRange(3, 70, 70 + length));
    }

    @Override
    public String ranges() {
      return "[]";
    }

    @Override
    public int tasks() {
      return 1;
    }

    @Override
    public void build(Pipeline pipeline) {}
  }
}
