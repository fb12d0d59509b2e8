package com.k2.marketdata.torture;

import com.k2.marketdata.avro.registry.SchemaRegistryClient;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.options.settings.SchemaRegistry;
import com.k2.marketdata.stack.LocalBroker;
import com.k2.marketdata.stack.LocalRegistry;
import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.stack.process.FreePorts;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A broker and a schema registry in a folder, with a topic and a schema per exchange. */
final class LocalServers implements AutoCloseable {
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private final SortedMap<String, Integer> schemaIds = new TreeMap<>();

  /** The servers of a folder; nothing is started yet. */
  LocalServers(Path folder) {
    this.broker = new LocalBroker(folder.resolve("kafka"));
    this.registry = new LocalRegistry(folder.resolve("registry"));
  }

  /** Starts both on free ports, and creates the topics and schemas. */
  void start(Collection<String> exchanges) {
    broker.start(FreePorts.any());
    registry.start(FreePorts.any());
    List<Exchange> all = exchanges.stream().map(Exchanges::named).toList();
    new LocalTopics(bootstrap()).createMissing(all.stream().map(Exchange::topic).toList());
    SchemaRegistryClient client = new SchemaRegistryClient(SchemaRegistry.at(registryUrl()));
    for (Exchange exchange : all) {
      String subject = exchange.topic() + "-value";
      schemaIds.put(exchange.name(), client.register(subject, exchange.rawSchema()));
    }
  }

  /** The broker's address, which stays the same. */
  String bootstrap() {
    return "127.0.0.1:" + broker.lastPort().orElseThrow();
  }

  String registryUrl() {
    return registry.url().orElseThrow();
  }

  /** The ids of the exchanges' raw schemas, by the name of the exchange. */
  SortedMap<String, Integer> schemaIds() {
    return new TreeMap<>(schemaIds);
  }

  void killBroker() {
    broker.kill();
  }

  void restartBroker() {
    broker.start(broker.lastPort().orElseThrow());
  }

  /** Ends both; their data is not needed any more. */
  @Override
  public void close() {
    broker.kill();
    registry.kill();
  }
}
