package com.k2.marketdata.stack.rest;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;

/** The process of a {@link LocalRestCatalog}. */
final class RestCatalogMain {
  private static final String NAMESPACE = "market_data";

  private RestCatalogMain() {}

  /** Serves until it is killed: {@code FOLDER PORT}; the folder has the settings. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Properties settings = LocalRestCatalog.readSettings(folder);
    String token = (String) settings.remove(LocalRestCatalog.TOKEN);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        RestCatalogHandler.ROOT, new RestCatalogHandler(catalog(folder, settings).open(), token));
    server.start();
  }

  /** The embedded catalog of the folder, with its tables where the settings say. */
  private static CatalogConfig catalog(Path folder, Properties store) {
    CatalogConfig embedded = LocalCatalog.in(LocalRestCatalog.data(folder), NAMESPACE);
    Map<String, String> properties = new HashMap<>(embedded.properties());
    store.forEach((name, value) -> properties.put((String) name, (String) value));
    return new CatalogConfig(NAMESPACE, properties);
  }
}
