/** The messages that the jobs read: made from a seed and published once. */
package com.k2.marketdata.bench.load;
