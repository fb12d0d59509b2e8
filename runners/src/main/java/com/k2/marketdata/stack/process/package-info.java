/**
 * Processes that run in the background for the local stack: how they are started, found by their
 * records, and stopped.
 */
package com.k2.marketdata.stack.process;
