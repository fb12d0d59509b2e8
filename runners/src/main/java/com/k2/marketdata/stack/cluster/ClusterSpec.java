package com.k2.marketdata.stack.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.stack.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** Keeps this in a state folder, with a copy of a plan that is a file. */
  void write(StateFolder state) {
    Path file = file(state);
    try {
      PrivateFiles.createFolders(state.cluster());
      if (!ResourcePlan.SHIPPED.contains(plan)) {
        Files.copy(Path.of(plan), copy(state), StandardCopyOption.REPLACE_EXISTING);
      }
      JSON.writeValue(file.toFile(), this);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write " + file + ": " + e, e);
    }
  }

  /** The plan as it was when this was written. */
  ResourcePlan writtenPlan(StateFolder state) {
    return ResourcePlan.of(ResourcePlan.SHIPPED.contains(plan) ? plan : copy(state).toString());
  }

  private static Path copy(StateFolder state) {
    return state.cluster().resolve("plan.yaml");
  }

  private static Path file(StateFolder state) {
    return state.cluster().resolve("cluster.json");
  }
}
