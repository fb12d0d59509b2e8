/**
 * Processes of the local stack: how they are started, found by their records, and stopped. No other
 * package starts processes.
 */
package com.k2.marketdata.stack.process;
