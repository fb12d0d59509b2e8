/**
 * The messages that the jobs read, generated from a seed and published once. The jobs and the JMH
 * benchmarks use this package. It uses no other package of the benchmarks.
 */
package com.k2.marketdata.bench.load;
