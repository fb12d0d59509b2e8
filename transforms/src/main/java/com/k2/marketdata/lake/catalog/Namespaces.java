package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.UsageException;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of namespaces, and their creation. */
public final class Namespaces {
  private static final Logger LOG = LoggerFactory.getLogger(Namespaces.class);

  /** A namespace becomes a folder and a name in SQL. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,127}");

  private Namespaces() {}

  /**
   * @throws UsageException if the name is not valid
   */
  static String requireValid(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "'"
              + name.codePoints()
                  .map(character -> Character.isISOControl(character) ? '?' : character)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              + "' is not a valid namespace: use 1 to 128 of the letters A to Z and a to z, digits,"
              + " underscores and hyphens, and do not begin with a hyphen.");
    }
    return name;
  }

  /** Creates a namespace if the catalog has namespaces and lacks this one. */
  public static void createIfMissing(Catalog catalog, Namespace namespace) {
    if (!(catalog instanceof SupportsNamespaces namespaces)
        || namespaces.namespaceExists(namespace)) {
      return;
    }
    try {
      namespaces.createNamespace(namespace);
    } catch (RuntimeException e) {
      // Not every catalog throws AlreadyExistsException if another process was first.
      if (!namespaces.namespaceExists(namespace)) {
        throw e;
      }
      LOG.debug("Namespace {} was created by another process", namespace);
    }
  }
}
