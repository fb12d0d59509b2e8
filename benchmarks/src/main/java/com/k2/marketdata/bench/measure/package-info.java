/** Measures a process from outside, through {@code /proc}. */
package com.k2.marketdata.bench.measure;
