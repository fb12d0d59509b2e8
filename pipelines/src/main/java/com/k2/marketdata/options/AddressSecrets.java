package com.k2.marketdata.options;

import com.k2.marketdata.failure.UsageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keeps passwords out of addresses: catalogs, drivers and stores quote an address in what they log
 * and throw, but not the properties that are made for passwords.
 */
public final class AddressSecrets {
  private static final Pattern SECRET =
      Pattern.compile(
          // scheme://user:password@host, where host:port/path@version is none
          "//[^/?#@]+:(?!\\d+/)[^@?#]*@"
              // a parameter, as in JDBC's addresses
              + "|[?&;][\\w.-]*(password|passwd|pwd|secret|token|credential)="
              // Oracle's user/password@host
              + "|^jdbc:oracle:\\w+:[^/@]+/[^@]+@",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MADE_FOR_SECRETS =
      Pattern.compile("(?i)password|secret|token$|credential");

  private AddressSecrets() {}

  /** Whether a value is an address with a password in it. */
  public static boolean areIn(String value) {
    return SECRET.matcher(value).find();
  }

  /**
   * Requires that no address among a catalog's properties holds a password.
   *
   * @throws UsageException that names the property and where the password belongs, and does not
   *     repeat the value
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
                        + " holds a password, and addresses end up in logs. Take it out, and give"
                        + " it by itself in a properties file (--catalogConfig=FILE): "
                        + (jdbc
                            ? "jdbc.user=NAME and jdbc.password=${env:NAME}"
                            : "credential=${env:NAME} or token=${env:NAME} for a REST catalog")
                        + ", where ${env:NAME} stands for an environment variable.");
              }
            });
  }
}
