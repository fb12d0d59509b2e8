package com.k2.marketdata.options.settings;

import com.k2.marketdata.failure.UsageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds passwords in addresses. Catalogs, drivers and stores may quote an address, but not a
 * password property, in logs and exceptions.
 */
public final class AddressSecrets {
  private static final Pattern SECRET =
      Pattern.compile(
          // scheme://user:password@host, but not scheme://host:port/path@version
          "//[^/?#@]+:(?!\\d+/)[^@?#]*@"
              // a parameter, as in JDBC addresses
              + "|[?&;][\\w.-]*(password|passwd|pwd|secret|token|credential)="
              // user/password@host, as in Oracle addresses
              + "|^jdbc:oracle:\\w+:[^/@]+/[^@]+@",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MADE_FOR_SECRETS =
      Pattern.compile("(?i)password|secret|token$|credential");

  private AddressSecrets() {}

  /** Whether a value is an address that contains a password. */
  public static boolean areIn(String value) {
    return SECRET.matcher(value).find();
  }

  /**
   * Requires that no address among a catalog's properties contains a password.
   *
   * @throws UsageException that names the property and where the password belongs, without the
   *     value
   */
  static void requireNone(Map<String, String> catalog) {
    new TreeMap<>(catalog)
        .forEach(
            (name, value) -> {
              boolean jdbc = value.regionMatches(true, 0, "jdbc:", 0, 5);
              boolean address =
                  (jdbc || value.contains("://")) && !MADE_FOR_SECRETS.matcher(name).find();
              if (address && areIn(value)) {
                throw new UsageException(
                    "The catalog property "
                        + name
                        + " is an address that contains a password, and addresses appear in logs."
                        + " Remove the password from it and set it in a properties file"
                        + " (--catalogConfig=FILE): "
                        + (jdbc
                            ? "jdbc.user=NAME and jdbc.password=${env:NAME}"
                            : "credential=${env:NAME} or token=${env:NAME} for a REST catalog")
                        + ", where ${env:NAME} is replaced by the environment variable NAME.");
              }
            });
  }
}
