package com.k2.marketdata.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Identifies a set of entries by a hash that does not depend on their order. */
final class ContentHash {
  private ContentHash() {}

  /** The SHA-256, in hexadecimal digits, of the sorted entries, each followed by a line break. */
  static String of(Stream<String> entries) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      entries
          .sorted()
          .forEach(entry -> sha256.update((entry + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
