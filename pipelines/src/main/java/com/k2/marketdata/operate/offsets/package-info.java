/** Sets of offsets, and those that have rows in a table. */
package com.k2.marketdata.operate.offsets;
