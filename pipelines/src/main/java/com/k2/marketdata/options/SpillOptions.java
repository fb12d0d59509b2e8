package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Where tasks spill rows to. */
@Description("Spill files")
public interface SpillOptions extends PipelineOptions {
  @Description(
      "The folder for spill files, on each machine that runs tasks. A task spills trades if those"
          + " of many days are interleaved. Default: the executor's local folder on a Spark"
          + " cluster, otherwise the JVM's java.io.tmpdir.")
  @Nullable String getSpillFolder();

  void setSpillFolder(@Nullable String folder);

  @Description(
      "The maximum size of a task's spill file, for example 512m or 4g. A cycle that reaches it"
          + " fails.")
  @Default.String("4g")
  @Form(regex = Quantities.SIZE, words = Quantities.SIZE_WORDS)
  String getMaxSpillBytes();

  void setMaxSpillBytes(String bytes);
}
