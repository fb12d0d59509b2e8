/**
 * Sorts rows by partition value with bounded memory and a temporary file. Used by {@code
 * lake.write}; pipelines set the folder and the size of the file. Uses {@code lake.write.row}.
 */
package com.k2.marketdata.lake.write.spill;
