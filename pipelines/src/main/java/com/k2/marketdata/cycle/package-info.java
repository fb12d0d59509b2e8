/**
 * What a cycle is: its interface to the loop that repeats it and to the runner that executes it,
 * its settings, id and report. {@code cycle.plan} plans the cycles that {@code pipeline} builds,
 * with the tables in {@code cycle.table}; all others use only this package.
 */
package com.k2.marketdata.cycle;
