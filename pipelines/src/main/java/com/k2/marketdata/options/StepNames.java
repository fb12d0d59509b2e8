package com.k2.marketdata.options;

import com.k2.marketdata.lake.maintain.MaintenanceStep;
import java.util.Arrays;
import java.util.Iterator;

/** The names of the steps of maintenance, in the order in which they run. */
public final class StepNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(MaintenanceStep.values()).map(MaintenanceStep::toString).iterator();
  }
}
