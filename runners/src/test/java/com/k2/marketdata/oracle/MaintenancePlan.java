package com.k2.marketdata.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a plan file of {@code k2 maintain} lists.
 *
 * @param snapshots the ids of the snapshots that expire
 * @param expired the locations of the files that only they refer to
 * @param orphans the locations of the orphans
 */
record MaintenancePlan(Set<Long> snapshots, Set<String> expired, Set<String> orphans) {
  static MaintenancePlan read(Path file) {
    MaintenancePlan plan = new MaintenancePlan(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode item = new ObjectMapper().readTree(line);
        if (item.has("step")) {
          plan.add(item);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return plan;
  }

  private void add(JsonNode item) {
    String target = item.get("target").asText();
    switch (item.get("kind").asText()) {
      case "snapshot" -> snapshots.add(Long.valueOf(target));
      case "ref" -> {}
      default -> (item.get("step").asText().equals("expire") ? expired : orphans).add(target);
    }
  }

  boolean isEmpty() {
    return snapshots.isEmpty() && expired.isEmpty() && orphans.isEmpty();
  }
}
