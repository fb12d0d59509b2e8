/**
 * The pipeline options, one interface per concern, and the settings built from them. Values are
 * validated here, before anything runs. Pipelines and runners use this package.
 */
package com.k2.marketdata.options;
