/** The jobs that {@code k2 bench} runs, each in a process of its own. */
package com.k2.marketdata.bench.job;
