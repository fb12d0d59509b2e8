package com.k2.marketdata.cli.option;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.form.DescribedOption;
import java.util.List;

/**
 * A command that runs a pipeline, and that can describe its options and check its arguments without
 * running it.
 */
public interface PipelineCommand {

  /** The options that the command accepts. */
  List<DescribedOption> describedOptions();

  /**
   * Checks the arguments that were parsed, as a run does before it connects to anything. Reads no
   * file, so that arguments can be checked on another machine.
   *
   * @throws UsageException if an argument is wrong
   */
  void requireValid();
}
