package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CachingJdbcCatalog;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * The local catalog with faults: it fails, or ends the process, at chosen commits. Faults are given
 * by the catalog property {@value #FAULTS} (comma separated, see {@link Fault}), so that a process
 * of its own can be started with them, or one by one by {@link #next}.
 */
public final class FaultyCatalog extends CachingJdbcCatalog {
  /** The catalog property, or system property, that holds the faults. */
  public static final String FAULTS = "k2.test.faults";

  /** What a process that a fault has halted exits with. */
  public static final int HALTED = 86;

  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Integer> commits = new ConcurrentHashMap<>();
  private final Map<String, Runnable> interferences = new ConcurrentHashMap<>();
  private final Map<String, Runnable> consequences = new ConcurrentHashMap<>();

  /** The state folder's catalog with faults. */
  public static CatalogConfig in(Path state, Fault... faults) {
    CatalogConfig local = LocalCatalog.in(state, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.remove("type");
    properties.put("catalog-impl", FaultyCatalog.class.getName());
    // A killed process loses nothing by it, and a test's machine need not survive.
    properties.computeIfPresent("uri", (key, uri) -> uri + "&synchronous=OFF");
    properties.put(FAULTS, written(faults));
    return new CatalogConfig(local.namespace(), properties);
  }

  /** The same as options of a pipeline's command line. */
  public static List<String> options(Path state, Fault... faults) {
    return in(state, faults).properties().entrySet().stream()
        .map(property -> "--catalog." + property.getKey() + "=" + property.getValue())
        .sorted()
        .toList();
  }

  /** The open catalog of a configuration made by {@link #in}. */
  public static FaultyCatalog of(CatalogConfig config) {
    return (FaultyCatalog) config.open();
  }

  @Override
  public void initialize(String name, Map<String, String> properties) {
    String given = properties.getOrDefault(FAULTS, System.getProperty(FAULTS, ""));
    for (String fault : given.split(",")) {
      if (!fault.isBlank()) {
        faults.add(Fault.parse(fault.strip()));
      }
    }
    super.initialize(name, properties);
  }

  /** Lets the next commit to a table go wrong. */
  public void next(Fault.Action action, String table) {
    synchronized (faults) {
      faults.add(new Fault(action, table, commits.getOrDefault(table, 0) + 1));
    }
  }

  /** Runs something, such as another writer's commit, once, just before the next commit. */
  public void beforeNext(String table, Runnable interference) {
    interferences.put(table, interference);
  }

  /** The same just after the next commit. */
  public void afterNext(String table, Runnable interference) {
    consequences.put(table, interference);
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier table) {
    return new FaultyOperations(super.newTableOps(table), table.name());
  }

  private Fault.Action actionAt(String table) {
    synchronized (faults) {
      int number = commits.merge(table, 1, Integer::sum);
      return faults.stream()
          .filter(fault -> fault.table().equals(table) && fault.commit() == number)
          .map(Fault::action)
          .findFirst()
          .orElse(null);
    }
  }

  private static String written(Fault... faults) {
    return String.join(",", List.of(faults).stream().map(Fault::toString).toList());
  }

  private final class FaultyOperations extends DelegatingOperations {
    private final String table;

    FaultyOperations(TableOperations operations, String table) {
      super(operations);
      this.table = table;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      if (base == null || Objects.equals(current(base), current(metadata))) {
        super.commit(base, metadata);
        return;
      }
      Runnable interference = interferences.remove(table);
      if (interference != null) {
        interference.run();
      }
      Fault.Action action = actionAt(table);
      if (action != null) {
        before(action);
      }
      super.commit(base, metadata);
      Runnable consequence = consequences.remove(table);
      if (consequence != null) {
        consequence.run();
      }
      if (action != null) {
        after(action);
      }
    }

    private void before(Fault.Action action) {
      switch (action) {
        case LOSE_REQUEST -> throw new CommitStateUnknownException(lost());
        case REFUSE -> throw new CommitFailedException("Refused by a test");
        case BREAK -> throw lost();
        case HALT_BEFORE -> Runtime.getRuntime().halt(HALTED);
        case PAUSE_BEFORE -> pause();
        default -> {}
      }
    }

    private void after(Fault.Action action) {
      switch (action) {
        case LOSE_ANSWER -> throw new CommitStateUnknownException(lost());
        case REFUSE_REPETITION -> throw new CommitFailedException("Refused by a test");
        case BREAK_AFTER -> throw lost();
        case HALT_AFTER -> Runtime.getRuntime().halt(HALTED);
        case PAUSE_AFTER -> pause();
        default -> {}
      }
    }

    private static void pause() {
      String pid = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static UncheckedIOException lost() {
      return new UncheckedIOException(new ConnectException("Connection reset by a test"));
    }

    private static Long current(TableMetadata metadata) {
      Snapshot snapshot = metadata.currentSnapshot();
      return snapshot == null ? null : snapshot.snapshotId();
    }
  }
}
