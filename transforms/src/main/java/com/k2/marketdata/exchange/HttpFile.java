package com.k2.marketdata.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Downloads a file over HTTP or HTTPS. */
final class HttpFile {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;

  private HttpFile() {}

  /**
   * The body of the response, which may be gzipped. Follows redirects within a protocol. Fails if
   * connecting, or a pause in the response, takes more than a few seconds.
   *
   * @throws IOException if the server cannot be reached, or answers with a status other than 200
   */
  static InputStream open(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Accept-Encoding", "gzip");
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      String location = connection.getHeaderField("Location");
      connection.disconnect();
      throw new IOException(
          "the server answered " + status + (location == null ? "" : ", Location: " + location));
    }
    return connection.getInputStream();
  }
}
