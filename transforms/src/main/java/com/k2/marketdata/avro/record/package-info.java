/**
 * Reads the fields of a record with the meaning of the writer's types. A value that would change
 * its meaning is converted or refused. Used by the decoder; the exchanges' rules use the reader
 * schemas. It does not use the other packages of {@code avro}.
 */
package com.k2.marketdata.avro.record;
