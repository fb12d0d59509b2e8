package com.k2.marketdata.torture;

import com.k2.marketdata.torture.fault.FaultPlan;
import com.k2.marketdata.torture.fault.Setup;
import com.k2.marketdata.torture.report.Lines;
import com.k2.marketdata.torture.report.Tally;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Injects faults into the drivers of each setup in turn, until the run is over or a check fails.
 * The tables are checked after every few faults and after the last one.
 */
final class TortureRun {
  private final Arena arena;
  private final List<Setup> setups;
  private final FaultPlan plan;
  private final int faultsPerCheck;
  private final Consumer<String> progress;
  private final Injector injector;
  private final Tally tally = new Tally();

  TortureRun(
      Arena arena,
      List<Setup> setups,
      FaultPlan plan,
      int faultsPerCheck,
      Consumer<String> progress) {
    this.arena = arena;
    this.setups = List.copyOf(setups);
    this.plan = plan;
    this.faultsPerCheck = faultsPerCheck;
    this.progress = progress;
    this.injector = new Injector(arena);
  }

  /**
   * Runs. The tables are checked at least once, and at the end.
   *
   * @param isOver tested before each fault and after each check
   */
  Tally run(Predicate<Tally> isOver) {
    progress.accept(Lines.header());
    int round = 0;
    do {
      Setup setup = setups.get(round++ % setups.size());
      expecting(() -> faults(setup, isOver));
      expecting(() -> tally.add(arena.check(setup)));
    } while (tally.isClean() && !isOver.test(tally));
    return tally;
  }

  private void expecting(Runnable step) {
    try {
      step.run();
    } catch (UnexpectedEndException e) {
      tally.finding(e.getMessage());
      progress.accept(e.getMessage());
    }
  }

  private void faults(Setup setup, Predicate<Tally> isOver) {
    try {
      Crew crew = Crew.start(arena, setup);
      for (int i = 0; i < faultsPerCheck && !isOver.test(tally); i++) {
        tally.add(injector.inject(crew, plan.next(setup)));
        progress.accept(Lines.line(tally, LocalTime.now()));
      }
      crew.stop();
    } finally {
      arena.killDrivers();
    }
  }
}
