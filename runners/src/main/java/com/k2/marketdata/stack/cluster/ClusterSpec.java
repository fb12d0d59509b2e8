package com.k2.marketdata.stack.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.stack.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a cluster is started with, as later commands find it in the state folder.
 *
 * @param plan the name of a shipped resource plan, or an absolute path
 * @param sparkHome the folder of the Spark distribution
 */
public record ClusterSpec(String plan, String sparkHome) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the cluster of a state folder was started with last; empty if it never was. */
  static Optional<ClusterSpec> read(StateFolder state) {
    Path file = file(state);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), ClusterSpec.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot read " + file + ": " + e, e);
    }
  }

  /** Keeps this in a state folder, with the text of the plan, which may change later. */
  void write(StateFolder state, String planText) {
    Path file = file(state);
    try {
      PrivateFiles.createFolders(state.cluster());
      Files.writeString(copy(state), planText);
      JSON.writeValue(file.toFile(), this);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write " + file + ": " + e, e);
    }
  }

  /** The text of the plan as it was when this was written. */
  String writtenPlan(StateFolder state) {
    return ResourcePlan.text(Files.exists(copy(state)) ? copy(state).toString() : plan);
  }

  private static Path copy(StateFolder state) {
    return state.cluster().resolve("plan.yaml");
  }

  private static Path file(StateFolder state) {
    return state.cluster().resolve("cluster.json");
  }
}
