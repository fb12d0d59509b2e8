package com.k2.marketdata.avro.registry;

import com.k2.marketdata.failure.UsageException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How to reach a Confluent-compatible schema registry. {@link #toString} omits secrets.
 *
 * @param urls base URLs without a slash at the end, tried in turn
 * @param userInfo {@code user:password} for basic authentication, or null
 * @param requestTimeout for a whole request, including the response body
 * @param attempts how many times all URLs are tried before it counts as a system fault
 * @param backOff the pause after the first attempt; each later pause is twice as long
 */
public record RegistrySettings(
    List<URI> urls,
    @Nullable String userInfo,
    Duration connectTimeout,
    Duration requestTimeout,
    int attempts,
    Duration backOff)
    implements Serializable {

  public RegistrySettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new UsageException("No schema registry is given. Set its URL.");
    }
    if (attempts < 1) {
      throw new UsageException("A schema registry needs at least 1 attempt, not " + attempts + ".");
    }
  }

  /**
   * Settings with the usual times: 2 s to connect, 5 s for a request, 4 attempts, 200 ms of
   * back-off.
   *
   * @param urls one or more, separated by commas, each with its path, such as {@code
   *     /apis/ccompat/v7}
   */
  public static RegistrySettings of(String urls, @Nullable String userInfo) {
    List<URI> parsed = new ArrayList<>();
    for (String url : urls.split(",", -1)) {
      parsed.add(parse(url.strip()));
    }
    return new RegistrySettings(
        parsed, userInfo, Duration.ofSeconds(2), Duration.ofSeconds(5), 4, Duration.ofMillis(200));
  }

  private static URI parse(String url) {
    try {
      URI uri = new URI(url.replaceAll("/+$", ""));
      if (uri.getRawUserInfo() != null) {
        // The URL is not shown, because it holds a password.
        throw new UsageException(
            "A schema registry's URL contains a user and password, which would appear in logs. Set"
                + " them as the environment variable K2_SCHEMA_REGISTRY_USER_INFO=user:password.");
      }
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below, without the parser's message, which would repeat the whole URL.
    }
    throw new UsageException(
        "The schema registry's URL '"
            + url.replaceAll("//.*@", "//…@")
            + "' is not valid. Give one such as http://localhost:8081.");
  }

  @Override
  public String toString() {
    return "RegistrySettings[urls=" + urls + (userInfo == null ? "" : ", userInfo=…") + "]";
  }
}
