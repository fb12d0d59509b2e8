package com.k2.marketdata.lake.maintain.compact;

import java.io.Serializable;
import org.apache.iceberg.DataFile;

/** A group and the outcome of rewriting it. Nothing is committed yet. */
public record RewrittenGroup(RewriteGroup group, Outcome outcome) implements Serializable {

  /** The outcome of rewriting a group. */
  public sealed interface Outcome extends Serializable {}

  /** The group's rows are in this file. */
  record Written(DataFile file) implements Outcome {}

  /** A file of the group does not exist. */
  record Missing(String why) implements Outcome {}

  /** The group was not rewritten, because it could not be committed in time. */
  record Late() implements Outcome {}

  /** The group could not be rewritten. */
  record Failed(String why) implements Outcome {}
}
