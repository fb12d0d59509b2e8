package com.k2.marketdata.lake;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.function.Supplier;

/** Tells failures of the catalog or the store from our own. */
public final class Unreachable {
  private Unreachable() {}

  /**
   * Runs what talks to the catalog or the store.
   *
   * @throws SystemFaultException for whatever fails there, with the cause
   */
  public static <T> T named(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (K2Exception e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SystemFaultException(what + ": " + e.getMessage(), e);
    }
  }
}
