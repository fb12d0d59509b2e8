package com.k2.marketdata.avro.record;

/**
 * A value that cannot be used. The message completes the sentence "field price is …". It has no
 * stack trace, because such messages may be frequent.
 */
final class ValueException extends Exception {
  ValueException(String what) {
    super(what, null, false, false);
  }
}
