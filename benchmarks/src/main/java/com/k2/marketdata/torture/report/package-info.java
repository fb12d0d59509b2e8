/**
 * What the faults hit and what the checks found, in lines and counts. This package uses {@code
 * driver} and {@code fault}, and no other package of {@code torture}.
 */
package com.k2.marketdata.torture.report;
