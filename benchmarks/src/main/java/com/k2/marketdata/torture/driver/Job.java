package com.k2.marketdata.torture.driver;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.launch.Bronze;
import com.k2.marketdata.launch.Medallion;
import com.k2.marketdata.launch.Silver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A pipeline that a driver runs. */
public enum Job {
  MEDALLION(Medallion.class, TableRole.BRONZE, TableRole.SILVER, TableRole.DEAD_LETTERS),
  BRONZE(Bronze.class, TableRole.BRONZE),
  SILVER(Silver.class, TableRole.SILVER, TableRole.DEAD_LETTERS);

  private final Class<?> main;
  private final List<TableRole> tables;

  Job(Class<?> main, TableRole... tables) {
    this.main = main;
    this.tables = List.of(tables);
  }

  /** The tables that it writes, in the order of their commits. */
  public List<TableRole> tables() {
    return tables;
  }

  /** The name of the pipeline. */
  public String pipeline() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The windows in which a cycle can be hit. */
  public List<Window> windows() {
    List<Window> windows = new ArrayList<>(List.of(Window.READING));
    tables.forEach(table -> windows.add(openedByCommitTo(table)));
    return windows;
  }

  /** The window that begins with an event. */
  Optional<Window> openedBy(LogEvent event) {
    if (event instanceof LogEvent.Planned) {
      return Optional.of(Window.READING);
    }
    return event instanceof LogEvent.Committed commit
        ? Optional.of(openedByCommitTo(role(commit.table())))
        : Optional.empty();
  }

  /** The window that begins when a cycle is committed to this table. */
  public Window openedByCommitTo(TableRole table) {
    if (table == tables.get(tables.size() - 1)) {
      return Window.ALL_COMMITTED;
    }
    return table == TableRole.BRONZE ? Window.BRONZE_COMMITTED : Window.SILVER_COMMITTED;
  }

  /** The exchange of a cycle. */
  public String exchange(LogEvent.Planned planned) {
    return planned.lane().substring(pipeline().length() + 1);
  }

  /** The class to start. */
  Class<?> main() {
    return main;
  }

  private static TableRole role(String table) {
    if (table.equals(DeadLetterTable.NAME)) {
      return TableRole.DEAD_LETTERS;
    }
    return table.startsWith("bronze_") ? TableRole.BRONZE : TableRole.SILVER;
  }
}
