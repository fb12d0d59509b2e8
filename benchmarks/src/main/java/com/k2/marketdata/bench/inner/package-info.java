/**
 * JMH benchmarks of K2's internals, and the lakes that they run in. They are run by hand, class by
 * class, and not by {@code k2 bench}. The benchmarks in packages named after the code they measure
 * use {@link com.k2.marketdata.bench.inner.Ageing}.
 */
package com.k2.marketdata.bench.inner;
