/**
 * A run of maintenance over all tables: reports their health, plans the steps of {@code
 * lake.maintain}, and executes them on a Beam runner. Without {@code --execute} it changes nothing.
 */
package com.k2.marketdata.maintain;
