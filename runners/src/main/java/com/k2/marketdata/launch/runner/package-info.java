/** The runners of cycles: the direct runner, and Spark with a context that all cycles share. */
package com.k2.marketdata.launch.runner;
