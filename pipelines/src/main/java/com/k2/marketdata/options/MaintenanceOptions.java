package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Choices;
import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Which tables are maintained, how, and when. */
@Description("Maintenance")
public interface MaintenanceOptions extends PipelineOptions {
  /** The value of {@code --tables} for all tables. */
  String ALL = "all";

  @Description(
      "The tables to maintain, without the namespace, comma separated; 'all' is every table that K2"
          + " writes. Default: all.")
  @Nullable List<String> getTables();

  void setTables(@Nullable List<String> tables);

  @Description(
      "The steps, comma separated: compact, expire, orphans. They always run in this order."
          + " Default: all.")
  @Choices(StepNames.class)
  @Nullable List<String> getSteps();

  void setSteps(@Nullable List<String> steps);

  @Description("Change the tables. Without it, only print their health and what would be done.")
  @Default.Boolean(false)
  boolean getExecute();

  void setExecute(boolean execute);

  @Description(
      "Without --execute, a file to write the plan to, as JSON lines. With --execute, such a file:"
          + " only what it lists, and what is still to be done, is done.")
  @Nullable String getPlan();

  void setPlan(@Nullable String file);

  @Description(
      "'once' maintains the tables once; a duration such as 6h repeats this at that interval until"
          + " the job is stopped.")
  @Default.String(CycleOptions.ONCE)
  @Form(regex = "once|" + Quantities.DURATION, words = "'once', or " + Quantities.DURATION_WORDS)
  String getTrigger();

  void setTrigger(String trigger);

  @Description(
      "Allow ages below the safe minimum: 1h for --snapshotAge, 24h for --orphanAge. The maximum"
          + " age of cycles is respected anyway.")
  @Default.Boolean(false)
  boolean getYoung();

  void setYoung(boolean young);

  @Description("compact: younger files are not rewritten.")
  @Default.String("1h")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getSettle();

  void setSettle(String duration);

  @Description("compact: how much is rewritten at most per table and run.")
  @Default.String("10g")
  @Form(regex = Quantities.SIZE, words = Quantities.SIZE_WORDS)
  String getMaxRewriteBytes();

  void setMaxRewriteBytes(String bytes);

  @Description("expire: the age from which a snapshot expires.")
  @Default.String("7d")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getSnapshotAge();

  void setSnapshotAge(String duration);

  @Description("expire: how many snapshots are kept whatever their age.")
  @Default.Integer(100)
  int getMinSnapshots();

  void setMinSnapshots(int snapshots);

  @Description(
      "expire: how many snapshots are kept at most, whatever their age. With a cycle every 10s,"
          + " 1000 are less than the last 3 hours: a table can be rolled back no further. Snapshots"
          + " younger than the maximum age of cycles (k2.max-cycle-age-ms) are kept anyway.")
  @Default.Integer(1_000)
  int getMaxSnapshots();

  void setMaxSnapshots(int snapshots);

  @Description(
      "expire: the maximum size of a table's metadata file; more snapshots expire until it is met.")
  @Default.String("8m")
  @Form(regex = Quantities.SIZE, words = Quantities.SIZE_WORDS)
  String getMaxMetadata();

  void setMaxMetadata(String bytes);

  @Description("orphans: the age from which a file that nothing refers to is removed.")
  @Default.String("3d")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getOrphanAge();

  void setOrphanAge(String duration);

  @Description(
      "orphans: the maximum share of a table's files that is removed, from 0 to 1. If there are"
          + " more than 1000 orphans and they exceed it, none is removed.")
  @Default.Double(0.1)
  double getMaxShare();

  void setMaxShare(double share);
}
