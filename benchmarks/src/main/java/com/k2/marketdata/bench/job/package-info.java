/**
 * The jobs that {@code k2 bench} runs, each in a process of its own, and the sets that they form.
 * The command and the floor of {@code lake.write} use this package. It uses {@code load} and {@code
 * measure}.
 */
package com.k2.marketdata.bench.job;
