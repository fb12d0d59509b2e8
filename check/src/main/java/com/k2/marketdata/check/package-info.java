/**
 * An independent check of the tables: reads them with Iceberg's generic reader and compares them
 * with the messages ({@code check.kafka}) and with what becomes of these ({@code check.rules}).
 * This module depends on no other module of K2, so a fault there cannot hide here.
 */
package com.k2.marketdata.check;
