package com.k2.marketdata.stack.process;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on the loopback address that nothing listens on. */
public final class FreePorts {
  private static final int TRIES = 500;

  private FreePorts() {}

  /** The preferred port, or the next free one above it. */
  public static int atOrAbove(int preferred) {
    for (int port = preferred; port < preferred + TRIES && port <= 65535; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new SystemFaultException("No free port at or above " + preferred);
  }

  /**
   * Any free port below the range that the system uses for outgoing connections. The port is still
   * free when a server starts on it again, and a client that retries cannot connect to itself.
   */
  public static int any() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      if (isFree(port)) {
        return port;
      }
    }
    throw new SystemFaultException("No free port between 20000 and 32000");
  }

  /** Whether nothing listens on this port. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
