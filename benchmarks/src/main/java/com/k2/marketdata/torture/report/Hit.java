package com.k2.marketdata.torture.report;

import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Fault;
import com.k2.marketdata.torture.fault.FaultKind;
import java.time.Duration;

/**
 * A fault that happened.
 *
 * @param window the window that it hit, by what the tables had afterwards
 * @param recovery from the start of the next driver or of the broker to the next commit; for a
 *     race, from the start of the second driver to the end of one of the two
 */
public record Hit(Fault fault, Engine engine, Window window, Duration recovery) {

  /** Whether it counts for the minimum of its window. */
  public boolean counts() {
    return fault.kind().interruptsDriver() && window.isInCycle();
  }

  /** The window's description; a race has none. */
  String place() {
    return fault.kind() == FaultKind.RACE ? "-" : window.description();
  }
}
