package com.k2.marketdata.peer;

/** Where the floor's records come from. The threads share one source, each takes its own part. */
interface RecordSource {
  /** Gives the part of one thread, of 0 to one less than there are. */
  void read(int thread, RecordWork work) throws Exception;
}
