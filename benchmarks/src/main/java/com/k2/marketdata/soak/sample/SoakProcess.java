package com.k2.marketdata.soak.sample;

/**
 * A process of a soak. A process that is started again has the same name and another id.
 *
 * @param name unique among the processes that run at the same time
 * @param limitMegabytes its limit in the resource plan; 0 if it has none
 */
public record SoakProcess(String name, Kind kind, long pid, int limitMegabytes) {}
