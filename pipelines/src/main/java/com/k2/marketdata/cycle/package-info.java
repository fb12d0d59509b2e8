/**
 * Plans cycles: reads the tables' positions, picks the ranges to read, and fixes everything before
 * the Beam pipeline is built. Confirms from the tables what a cycle has committed. Used by {@code
 * pipeline} and {@code loop}.
 */
package com.k2.marketdata.cycle;
