package com.k2.marketdata.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Web pages on this machine. */
public final class WebPages {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=[\"']([^\"'#\\s]+)");

  /** Files that are part of Spark, and links that end something. */
  private static final Pattern IGNORED = Pattern.compile(".*(?:/static/|kill).*");

  private static final int AT_MOST = 500;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  private WebPages() {}

  /** The text of these pages and of all pages that they link to, directly or not. */
  public static String linkedFrom(Collection<URI> starts) {
    StringBuilder all = new StringBuilder();
    Set<URI> seen = new HashSet<>();
    Deque<URI> next = new ArrayDeque<>(starts);
    while (!next.isEmpty()) {
      if (seen.size() > AT_MOST) {
        throw new AssertionError("More than " + AT_MOST + " pages are linked from " + starts);
      }
      URI page = next.remove();
      if (!seen.add(page)) {
        continue;
      }
      String text = text(page);
      all.append(page).append('\n').append(text).append('\n');
      Matcher link = LINK.matcher(text);
      while (link.find()) {
        String target = link.group(1).replace("&amp;", "&").replace("//localhost:", "//127.0.0.1:");
        if (!IGNORED.matcher(target).matches()) {
          URI linked = page.resolve(target);
          if ("127.0.0.1".equals(linked.getHost())) {
            next.add(linked);
          }
        }
      }
    }
    return all.toString();
  }

  /** The text of a page; empty if the server does not answer. */
  public static String text(URI page) {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
