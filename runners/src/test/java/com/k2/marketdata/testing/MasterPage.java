package com.k2.marketdata.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web page of a Spark master, on which an operator can end applications and drivers.
 *
 * @param address such as {@code http://127.0.0.1:8080}
 */
public record MasterPage(URI address) {

  /** What can be ended. */
  public enum Kind {
    /** An application with its executors. */
    APP,
    /** A driver of cluster mode. */
    DRIVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The page; empty while the master does not answer. */
  public String text() {
    return WebPages.text(address);
  }

  /** Ends the application or driver that the page shows first. */
  public void kill(Kind kind) {
    String page = text();
    Matcher id = Pattern.compile(kind + "-\\d+-\\d+").matcher(page);
    if (!id.find()) {
      throw new IllegalStateException("The master has no " + kind + ":\n" + page);
    }
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/" + kind + "/kill/"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("id=" + id.group() + "&terminate=true"))
            .build();
    try {
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("The master did not end " + id.group() + ": " + e, e);
    }
  }
}
