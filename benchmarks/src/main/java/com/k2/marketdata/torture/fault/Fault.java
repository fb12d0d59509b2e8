package com.k2.marketdata.torture.fault;

import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.Window;

/**
 * A planned fault.
 *
 * @param job the pipeline whose driver it hits
 * @param window the window that it aims at; the one that it hits may be a later one
 * @param delayMillis how long after the window opens
 */
public record Fault(FaultKind kind, Job job, Window window, int delayMillis) {}
