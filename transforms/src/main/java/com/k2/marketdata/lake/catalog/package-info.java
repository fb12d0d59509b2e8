/**
 * Opens Iceberg catalogs and loads tables, including the embedded SQLite catalog of a state folder.
 * Every other package of {@code lake} may use it. It does not depend on what the tables hold.
 */
package com.k2.marketdata.lake.catalog;
