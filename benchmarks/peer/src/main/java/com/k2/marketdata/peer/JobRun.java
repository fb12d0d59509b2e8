package com.k2.marketdata.peer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a job as a process: its options, its folder, its last line and its exit code. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  /** The job itself. It gives the marks of its start and end; the result is given for it. */
  interface Job {
    Outcome run(PeerOptions options, WorkFolder work, Marks marks) throws Exception;
  }

  private JobRun() {}

  /**
   * Never returns: the process ends with 0 if the outcome is as expected, and with 1 if not,
   * whatever threads are left.
   */
  static void main(String[] args, Job job) {
    Marks marks = new Marks(System.out);
    int code = 1;
    try {
      PeerOptions options = PeerOptions.parse(args);
      Outcome outcome = job.run(options, WorkFolder.open(options.work()), marks);
      marks.result(outcome);
      code = outcome.ok() ? 0 : 1;
    } catch (Throwable e) {
      LOG.error("The job failed", e);
      marks.failed(e);
    }
    System.exit(code);
  }
}
