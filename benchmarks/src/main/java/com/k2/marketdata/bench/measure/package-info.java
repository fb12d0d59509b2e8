/**
 * Measures a process from outside, through Linux's {@code /proc}. The command, the jobs and the
 * report use this package. It uses no other package of the benchmarks.
 */
package com.k2.marketdata.bench.measure;
