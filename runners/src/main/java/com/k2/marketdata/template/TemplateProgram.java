package com.k2.marketdata.template;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.form.DescribedOption;
import java.util.List;

/** The command that a template starts, as far as a template needs it. */
public interface TemplateProgram {

  /** The options of the command. */
  List<DescribedOption> options();

  /**
   * Checks arguments as the command does before it connects to anything.
   *
   * @throws UsageException if an argument is wrong; the message names the option
   */
  void requireValid(List<String> arguments);
}
