package com.k2.marketdata.peer.floor;

/** A source of the floor's records. All threads share it, and each reads its own part. */
interface RecordSource {
  /** Passes the part of one thread to {@code work}; threads are numbered from 0. */
  void read(int thread, RecordWork work) throws Exception;
}
