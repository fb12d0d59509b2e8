/**
 * The pipeline options, one interface per concern. The settings that are built from them are in
 * {@link com.k2.marketdata.options.settings}.
 */
package com.k2.marketdata.options;
