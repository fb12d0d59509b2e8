package com.k2.marketdata.avro.registry;

import com.k2.marketdata.trade.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Follows redirects to a host of the registry, never from https to http. The method is kept, so a
 * POST request is redirected by the statuses 307 and 308 only.
 */
final class RegistryRedirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> METHOD_KEEPING_STATUSES = Set.of(307, 308);
  private static final int MAX_REDIRECTS = 5;

  private final List<URI> urls;

  RegistryRedirects(List<URI> urls) {
    this.urls = urls;
  }

  /** A redirect that is not followed. The message is a clause with the registry as its subject. */
  static final class NotFollowedException extends IOException {
    private NotFollowedException(String location, String why) {
      super("redirects to " + Excerpt.of(location) + ", which is not followed: " + why);
    }
  }

  /** Sends one request. */
  interface Sender {
    HttpResponse<String> send(HttpRequest request) throws IOException, TimeoutException;
  }

  /** Sends a request and returns the first response that is not a redirect. */
  HttpResponse<String> follow(HttpRequest request, Sender sender)
      throws IOException, TimeoutException {
    HttpRequest next = request;
    for (int redirects = 0; ; redirects++) {
      HttpResponse<String> response = sender.send(next);
      Optional<String> location = response.headers().firstValue("Location");
      if (!STATUSES.contains(response.statusCode()) || location.isEmpty()) {
        return response;
      }
      if (redirects == MAX_REDIRECTS) {
        throw new NotFollowedException(
            location.get(), "there were " + MAX_REDIRECTS + " redirects before it");
      }
      URI target = target(next, response.statusCode(), location.get());
      next = HttpRequest.newBuilder(next, (name, value) -> true).uri(target).build();
    }
  }

  private URI target(HttpRequest request, int status, String location) throws NotFollowedException {
    URI target;
    try {
      target = request.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw new NotFollowedException(location, "it is not a URL");
    }
    if (!request.method().equals("GET") && !METHOD_KEEPING_STATUSES.contains(status)) {
      throw new NotFollowedException(location, "status " + status + " changes a POST to a GET");
    }
    if (!isSecureEnough(request.uri(), target) || !isOfTheRegistry(request.uri(), target)) {
      throw new NotFollowedException(
          location, "if this is the registry, add it to the registry's URLs");
    }
    return target;
  }

  private static boolean isSecureEnough(URI from, URI to) {
    return "https".equalsIgnoreCase(to.getScheme())
        || "http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme());
  }

  private boolean isOfTheRegistry(URI from, URI to) {
    return from.getHost().equalsIgnoreCase(to.getHost())
        || urls.stream().anyMatch(url -> url.getHost().equalsIgnoreCase(to.getHost()));
  }
}
