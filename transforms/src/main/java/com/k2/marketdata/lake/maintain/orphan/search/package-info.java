/**
 * A search for the orphans of one table: its settings, the folders and tables that it covers, the
 * checks before it, and locations in a form in which they can be compared.
 */
package com.k2.marketdata.lake.maintain.orphan.search;
