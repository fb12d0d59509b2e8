package com.k2.marketdata.template;

import com.k2.marketdata.options.settings.SecretSettings;
import com.k2.marketdata.text.Suggestion;
import java.util.List;
import java.util.Map;

/** Names that a parameter file must not give, with what to do instead. */
final class RefusedParameters {
  private static final Map<String, String> RESERVED =
      Map.of(
          "runner", "The form that is rendered decides it (--to).",
          "sparkMaster", "Give the master to render (--master).",
          "jobName", "Give the name of the application at the top of the file, as name.",
          "cluster", "It means the local cluster of one machine. Give catalogConfig instead.");

  private RefusedParameters() {}

  /** Whether a template has no such parameter although the pipeline has such an option. */
  static boolean isReserved(String name) {
    return RESERVED.containsKey(name);
  }

  /**
   * The error about a name that is not a parameter.
   *
   * @param known the names of all parameters
   */
  static String sentence(String name, String template, List<String> known) {
    String subject = "parameters." + name;
    if (RESERVED.containsKey(name)) {
      return subject + " must not be given. " + RESERVED.get(name);
    }
    if (SecretSettings.isCatalogSecret(name)) {
      return subject
          + " looks like a secret, which anyone who reads the rendered command or resource would"
          + " see. Put it into the file of catalogConfig or kafkaConfig, or into an environment"
          + " variable to which that file refers.";
    }
    int dot = name.indexOf('.');
    if (dot > 0 && known.contains(name.substring(0, dot))) {
      return subject
          + " is not a parameter. Write "
          + name.substring(0, dot)
          + ": {"
          + name.substring(dot + 1)
          + ": VALUE}.";
    }
    return subject
        + " is not a parameter of "
        + template
        + "."
        + Suggestion.question(name, known)
        + " `k2 template describe "
        + template
        + "` lists them.";
  }
}
