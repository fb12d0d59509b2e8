package com.k2.marketdata.torture;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.torture.driver.Driver;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Setup;

/** The environment of a run: topics that grow, tables, drivers and a broker. */
interface Arena {

  /** Starts a driver. */
  Driver start(Job job, Engine engine);

  /** The window of a driver that does not run at the moment, by what the tables have. */
  Window windowOf(Driver driver);

  /** Kills the drivers that are running, also suspended ones. */
  void killDrivers();

  /** Ends the broker at once. */
  void killBroker();

  /** Starts the broker again, and waits until it answers. */
  void restartBroker();

  /**
   * Stops the messages, lets a setup's pipelines catch up, compares the tables with the topics, and
   * starts the messages again. No driver may be running.
   *
   * @throws UnexpectedEndException if a pipeline fails
   */
  CheckResult check(Setup setup);
}
