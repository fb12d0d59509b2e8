/**
 * Runs the jobs of a resource plan on the local cluster for a long time, samples the memory of all
 * processes, and judges whether it grows. The command and its steps use {@code sample} and {@code
 * report}.
 */
package com.k2.marketdata.soak;
