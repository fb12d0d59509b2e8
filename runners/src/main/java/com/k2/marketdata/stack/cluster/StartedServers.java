package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.AllSteps;
import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.ServerStarts;
import com.k2.marketdata.stack.StateFolder;
import com.k2.marketdata.stack.process.StartedProcess;
import com.k2.marketdata.stack.process.Stoppable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The servers of a cluster as the folders of a state folder show them, without its plan. */
record StartedServers(StateFolder state) {
  private static final String WORKER = "worker-";

  private record Server(String name, Stoppable process) {}

  /** Whether one of them is running. */
  boolean isRunning() {
    return all().stream().anyMatch(server -> server.process().pid().isPresent());
  }

  /** Stops those that are running, the workers with their executors first. */
  void stop(Consumer<String> progress) {
    AllSteps steps = new AllSteps();
    for (Server server : all()) {
      steps.run(
          () -> {
            if (server.process().stop()) {
              progress.accept(ServerStarts.subject(server.name()) + " stopped");
            }
          });
    }
    steps.finish();
  }

  /** The servers in the order in which they are stopped. */
  private List<Server> all() {
    List<Server> all = new ArrayList<>();
    for (Path worker : workers()) {
      String number = worker.getFileName().toString().substring(WORKER.length());
      all.add(new Server("Spark worker " + number, new StartedProcess(worker)));
    }
    all.add(new Server("the Spark master", new StartedProcess(state.component("master"))));
    LocalObjectStore store = new LocalObjectStore(state.component("store"));
    all.add(new Server("PostgreSQL", ClusterCatalog.postgres(state)));
    all.add(new Server("the REST catalog", ClusterCatalog.rest(state, store)));
    all.add(new Server("the object store", store));
    return all;
  }

  private List<Path> workers() {
    Path stack = state.component(WORKER).getParent();
    if (!Files.isDirectory(stack)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(stack)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(WORKER))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot list " + stack + ": " + e, e);
    }
  }
}
