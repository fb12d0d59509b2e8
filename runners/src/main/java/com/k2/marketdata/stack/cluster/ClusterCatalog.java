package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.stack.CatalogServer;
import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.LocalPostgres;
import com.k2.marketdata.stack.LocalServer;
import com.k2.marketdata.stack.StateFolder;
import com.k2.marketdata.stack.rest.LocalRestCatalog;
import java.util.Map;
import java.util.Optional;

/**
 * The server of the cluster's catalog: the one that the state folder has already; otherwise
 * PostgreSQL if it is installed, or else a REST catalog.
 *
 * @param id the component's name
 * @param name for sentences
 * @param port which its first start prefers
 */
record ClusterCatalog<S extends LocalServer & CatalogServer>(
    String id, String name, S server, int port) {
  private static final String POSTGRES = "postgres";
  private static final String REST = "rest";

  static ClusterCatalog<?> of(StateFolder state, LocalObjectStore store) {
    return of(state, store, LocalPostgres.isInstalled());
  }

  static ClusterCatalog<?> of(
      StateFolder state, LocalObjectStore store, boolean postgresIsInstalled) {
    LocalPostgres postgres = postgres(state);
    LocalRestCatalog rest = rest(state, store);
    boolean usesPostgres = postgres.isUsed() || !rest.isUsed() && postgresIsInstalled;
    return usesPostgres
        ? new ClusterCatalog<>(POSTGRES, "PostgreSQL", postgres, 5433)
        : new ClusterCatalog<>(REST, "the REST catalog", rest, 8181);
  }

  static LocalPostgres postgres(StateFolder state) {
    return new LocalPostgres(state.component(POSTGRES));
  }

  static LocalRestCatalog rest(StateFolder state, LocalObjectStore store) {
    return new LocalRestCatalog(
        state.component(REST), () -> store.catalogProperties().orElseThrow());
  }

  Optional<Map<String, String>> properties() {
    return server.catalogProperties();
  }
}
