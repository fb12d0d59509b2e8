package com.k2.marketdata.torture.fault;

import com.k2.marketdata.torture.driver.Job;
import java.util.List;
import java.util.Locale;

/** The drivers that fill the tables together. */
public enum Layout {
  /** One driver for all tables. */
  MEDALLION(Job.MEDALLION),

  /** A driver for bronze, and one for silver and the dead letters. */
  SPLIT(Job.BRONZE, Job.SILVER);

  private final List<Job> jobs;

  Layout(Job... jobs) {
    this.jobs = List.of(jobs);
  }

  /** The pipelines, in the order in which a message passes them. */
  public List<Job> jobs() {
    return jobs;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
