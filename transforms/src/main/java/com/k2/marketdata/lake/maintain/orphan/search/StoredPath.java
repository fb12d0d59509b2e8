package com.k2.marketdata.lake.maintain.orphan.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.relocated.com.google.common.hash.Hashing;

/**
 * A location without its scheme, which may be spelled differently in metadata and in a listing:
 * {@code s3a://bucket/a} and {@code s3://bucket/a}, {@code file:/a} and {@code file:///a}.
 *
 * @param authority the bucket or host; empty if there is none
 * @param path absolute, without empty segments, {@code .}, {@code ..} and a slash at the end
 */
public record StoredPath(String authority, String path) {
  private static final Pattern LOCATION =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://([^/]*))?(.*)", Pattern.DOTALL);

  public static StoredPath of(String location) {
    Matcher parts = LOCATION.matcher(location);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not a location: " + location);
    }
    String authority = parts.group(1) == null ? "" : parts.group(1);
    return new StoredPath(authority, normalized(parts.group(2)));
  }

  /** The hash of a location's path. Locations that differ only in scheme or authority share it. */
  static long hash(String location) {
    return Hashing.murmur3_128().hashString(of(location).path, StandardCharsets.UTF_8).asLong();
  }

  /** The hash of a location's file name, which is not that of any path. */
  static long nameHash(String location) {
    String path = of(location).path;
    return Hashing.murmur3_128()
        .hashString(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8)
        .asLong();
  }

  /** Whether the other location is this one or lies inside of it. */
  boolean contains(StoredPath other) {
    return authority.equals(other.authority) && containsPathOf(other);
  }

  /**
   * Whether one of the two contains the other. The authorities are ignored, because two of them can
   * name the same store.
   */
  boolean overlaps(StoredPath other) {
    return containsPathOf(other) || other.containsPathOf(this);
  }

  private boolean containsPathOf(StoredPath other) {
    return other.path.equals(path) || other.path.startsWith(path.endsWith("/") ? path : path + "/");
  }

  private static String normalized(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return "/" + String.join("/", segments);
  }
}
