package com.k2.marketdata.torture.fault;

import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Window;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Drivers and their runner. */
public record Setup(Layout layout, Engine engine) {

  /** Every layout on every engine. */
  public static List<Setup> all(Collection<Layout> layouts, Collection<Engine> engines) {
    return layouts.stream()
        .flatMap(layout -> engines.stream().map(engine -> new Setup(layout, engine)))
        .toList();
  }

  /** The windows in which the drivers of these setups can be hit. */
  public static Set<Window> windows(Collection<Setup> setups) {
    Set<Window> windows = EnumSet.noneOf(Window.class);
    setups.stream()
        .flatMap(setup -> setup.layout().jobs().stream())
        .forEach(job -> windows.addAll(job.windows()));
    return windows;
  }

  @Override
  public String toString() {
    return layout + " on " + engine;
  }
}
