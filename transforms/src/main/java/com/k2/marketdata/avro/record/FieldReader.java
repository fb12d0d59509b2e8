package com.k2.marketdata.avro.record;

import com.k2.marketdata.trade.Excerpt;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;

/**
 * Reads one field of a writer's record into the record that the rules get.
 *
 * @param position where the value is put; -1 to drop it
 * @param union true if the writer's type is a union, whose values are preceded by their branch
 * @param branches a reader per branch of the writer's type
 */
record FieldReader(String name, int position, boolean union, List<ValueReader> branches) {

  /** Reads the next value. */
  void read(BinaryDecoder in, IndexedRecord into) {
    try {
      Object value = branches.get(branch(in)).read(in);
      if (position >= 0) {
        into.put(position, value);
      }
    } catch (ValueException e) {
      throw new UndecodableException("field " + name + " is " + e.getMessage());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new UndecodableException(
          "field " + name + " cannot be read: " + Excerpt.of(e.toString()));
    }
  }

  private int branch(BinaryDecoder in) throws IOException, ValueException {
    int branch = union ? in.readIndex() : 0;
    if (branch < 0 || branch >= branches.size()) {
      throw new ValueException("of branch " + branch + " in a union of " + branches.size());
    }
    return branch;
  }
}
