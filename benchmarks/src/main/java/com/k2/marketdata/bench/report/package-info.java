/** Turns the measured runs into a table, JSON and a chart. */
package com.k2.marketdata.bench.report;
