/**
 * The {@code k2 torture} command. It runs drivers while messages arrive, injects faults into them
 * and into the broker, and compares the tables with the topics. Nothing else uses this package,
 * which uses all packages below it, and {@code bench.load} for the messages.
 */
package com.k2.marketdata.torture;
