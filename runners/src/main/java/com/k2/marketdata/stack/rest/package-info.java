/**
 * A REST catalog on this machine: Iceberg's handlers in front of a catalog on SQLite. The local
 * cluster uses it where PostgreSQL is not installed.
 */
package com.k2.marketdata.stack.rest;
