/**
 * Drivers in processes of their own, and what their logs show of their cycles. This package uses no
 * other package of {@code torture}.
 */
package com.k2.marketdata.torture.driver;
