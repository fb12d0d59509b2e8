package com.k2.marketdata.verify;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.Verdict;
import com.k2.marketdata.verify.report.ContentReport;
import com.k2.marketdata.verify.scan.PinnedLake;
import org.apache.beam.sdk.Pipeline;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The part of an exchange's verification that compares contents. Closing it deletes its files. */
interface ContentStep extends AutoCloseable {
  /** Does nothing. */
  ContentStep NONE =
      new ContentStep() {
        @Override
        public void addTo(Pipeline pipeline) {}

        @Override
        public Progress reportProgress(CycleRunner runner) {
          return () -> {};
        }

        @Override
        public @Nullable ContentReport report(Verdict verdict) {
          return null;
        }

        @Override
        public void close() {}
      };

  /** Creates the step for an exchange. */
  interface Factory {
    ContentStep create(PinnedLake lake, LedgerClaims claims);
  }

  /** Reports progress until it is stopped. */
  interface Progress {
    void stop();
  }

  /** Adds the step to a pipeline that has not run. */
  void addTo(Pipeline pipeline);

  /** Starts to report the progress of the pipeline, which runs next. */
  Progress reportProgress(CycleRunner runner);

  /**
   * The report of the pipeline, which has run; null if contents are not compared.
   *
   * @param verdict receives the files that could not be read
   */
  @Nullable ContentReport report(Verdict verdict);

  @Override
  void close();
}
