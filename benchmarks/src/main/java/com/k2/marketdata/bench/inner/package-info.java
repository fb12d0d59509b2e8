/** JMH benchmarks of K2's inner parts. They are run by hand, class by class. */
package com.k2.marketdata.bench.inner;
