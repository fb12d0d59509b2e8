package com.k2.marketdata.testing;

import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The record of a local broker that has ended. {@code k2 up} prefers its port to the default one,
 * which stacks that start at the same time would all choose.
 */
public final class EndedBroker {
  private static final long NO_PROCESS = Long.MAX_VALUE;

  private EndedBroker() {}

  /** Adds a record with a free port to a state folder, which is created if it does not exist. */
  public static void in(Path state) throws IOException {
    in(state, NO_PROCESS, FreePorts.any());
  }

  /** Adds a record with this port. */
  public static void in(Path state, int port) throws IOException {
    in(state, NO_PROCESS, port);
  }

  /** Adds a record with the id of a process that is not a broker, and with this port. */
  public static void in(Path state, long pid, int port) throws IOException {
    Path entry = state.resolve("stack/kafka/process.json");
    Files.createDirectories(entry.getParent());
    Files.writeString(state.resolve("k2-state"), "");
    Files.writeString(entry, "{\"pid\":" + pid + ",\"port\":" + port + "}");
  }
}
