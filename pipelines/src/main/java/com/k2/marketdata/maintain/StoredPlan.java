package com.k2.marketdata.maintain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A plan that {@link PlanFile} wrote: the only things that an execution may do. */
final class StoredPlan {
  private final Map<String, OfTable> tables;

  /** What is planned for a table. */
  private record OfTable(String uuid, Map<MaintenanceStep, Set<String>> targets) {}

  private StoredPlan(Map<String, OfTable> tables) {
    this.tables = tables;
  }

  /**
   * Reads a plan.
   *
   * @throws UsageException if the file cannot be read, or is not a plan
   */
  static StoredPlan read(Path file) {
    Map<String, OfTable> tables = new HashMap<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      OfTable current = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        JsonNode node = PlanFile.JSON.readTree(line);
        if (node.has("table")) {
          current = new OfTable(text(node, "uuid"), new EnumMap<>(MaintenanceStep.class));
          tables.put(text(node, "table"), current);
        } else {
          add(node, current);
        }
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UsageException(
          "--plan=" + file + " is not a plan of k2 maintain: line " + number + " is not valid.", e);
    } catch (IOException e) {
      throw new UsageException("Could not read --plan=" + file + ": " + e, e);
    }
    return new StoredPlan(tables);
  }

  private static void add(JsonNode item, @Nullable OfTable current) {
    if (current == null) {
      throw new IllegalArgumentException("No table");
    }
    MaintenanceStep step = MaintenanceStep.valueOf(text(item, "step").toUpperCase(Locale.ROOT));
    current.targets().computeIfAbsent(step, any -> new HashSet<>()).add(text(item, "target"));
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("No " + field);
    }
    return value.textValue();
  }

  /**
   * The targets of a step; none if the plan does not have the table.
   *
   * @throws MaintenanceRefusedException if the plan was made for another table of the same name
   */
  Set<String> targets(String name, Table table, MaintenanceStep step) {
    OfTable planned = tables.get(name);
    if (planned == null) {
      return Set.of();
    }
    if (!planned.uuid().equals(table.uuid().toString())) {
      throw new MaintenanceRefusedException(
          "The plan was made for another table of the name "
              + name
              + ", with the id "
              + planned.uuid()
              + ". Plan again.");
    }
    return planned.targets().getOrDefault(step, Set.of());
  }
}
