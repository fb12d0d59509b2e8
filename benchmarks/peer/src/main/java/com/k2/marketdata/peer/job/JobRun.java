package com.k2.marketdata.peer.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a job as a process that is measured from outside. The job prints a line when its measured
 * work begins and when it ends, then verifies its tables and prints the result:
 *
 * <pre>
 * &#64;begin
 * &#64;end {"records":5000000,"seconds":15.2,"commits":1}
 * &#64;result {"ok":true,"files":6,"bytes":131072000,"commits":1,"rows":5000000,"deadLetters":0}
 * </pre>
 *
 * <p>It writes below its folder {@code --work} only, and listens on no fixed port.
 */
public final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  /** The job itself. It prints the marks of its start and end; {@link JobRun} prints the result. */
  public interface Job {
    Outcome run(PeerOptions options, WorkFolder work, Marks marks) throws Exception;
  }

  private JobRun() {}

  /**
   * Never returns: exits with 0 if the outcome is as expected and with 1 if not, even if other
   * threads are still running.
   */
  public static void main(String[] args, Job job) {
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
