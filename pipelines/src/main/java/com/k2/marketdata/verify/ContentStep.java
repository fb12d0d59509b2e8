package com.k2.marketdata.verify;

import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.Verdict;
import com.k2.marketdata.verify.report.ContentReport;
import com.k2.marketdata.verify.scan.PinnedLake;
import org.apache.beam.sdk.Pipeline;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a verification of one exchange does about contents. Closing it deletes its files. */
interface ContentStep extends AutoCloseable {
  /** Does nothing. */
  ContentStep NONE =
      new ContentStep() {
        @Override
        public void addTo(Pipeline pipeline) {}

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

  /** Adds the step to a pipeline that has not run. */
  void addTo(Pipeline pipeline);

  /**
   * The report of the pipeline, which has run; null if contents are not compared.
   *
   * @param verdict receives the files that could not be read
   */
  @Nullable ContentReport report(Verdict verdict);

  @Override
  void close();
}
