/**
 * What a SparkApplication may have: the schema of the Spark operator's resource, with every object
 * closed, because the operator drops unknown fields without an error.
 */
package com.k2.marketdata.template.schema;
