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
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * The local catalog with faults: it fails, or halts the process, at chosen commits. Faults are set
 * by the catalog property {@value #FAULTS} (comma-separated, see {@link Fault}), which also reaches
 * a separate process, or one by one with {@link #next}.
 */
public final class FaultyCatalog extends CachingJdbcCatalog {
  /** The catalog property or system property that holds the faults. */
  public static final String FAULTS = "k2.test.faults";

  /** The exit code of a process that a fault has halted. */
  public static final int HALTED = 86;

  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Integer> commits = new ConcurrentHashMap<>();
  private final Map<String, Runnable> beforeCommit = new ConcurrentHashMap<>();
  private final Map<String, Runnable> afterCommit = new ConcurrentHashMap<>();

  /** The catalog of a state folder, with faults. */
  public static CatalogConfig in(Path state, Fault... faults) {
    CatalogConfig local = LocalCatalog.in(state, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.remove("type");
    properties.put("catalog-impl", FaultyCatalog.class.getName());
    // A killed process loses nothing without it, and tests need not survive a machine crash.
    properties.computeIfPresent("uri", (key, uri) -> uri + "&synchronous=OFF");
    properties.put(FAULTS, text(faults));
    return new CatalogConfig(local.namespace(), properties);
  }

  /** The same, as command-line options of a pipeline. */
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

  /** Adds a fault at the next commit to a table. */
  public void next(Fault.Action action, String table) {
    synchronized (faults) {
      faults.add(new Fault(action, table, commits.getOrDefault(table, 0) + 1));
    }
  }

  /**
   * Runs an action, such as another writer's commit, once, just before the next commit to a table.
   */
  public void beforeNext(String table, Runnable interference) {
    beforeCommit.put(table, interference);
  }

  /** Runs an action once, just after the next commit to a table. */
  public void afterNext(String table, Runnable interference) {
    afterCommit.put(table, interference);
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

  private static String text(Fault... faults) {
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
      Runnable interference = beforeCommit.remove(table);
      if (interference != null) {
        interference.run();
      }
      Fault.Action action = actionAt(table);
      if (action != null) {
        before(action);
      }
      super.commit(base, metadata);
      Runnable consequence = afterCommit.remove(table);
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

    /**
     * Returns only after SIGCONT: on a busy machine this thread may run for a while after SIGSTOP
     * was sent, and would then be stopped while it locks the catalog's database.
     */
    private static void pause() {
      CountDownLatch resumed = new CountDownLatch(1);
      new IrqHandler("CONT", signal -> resumed.countDown()).bind();
      String pid = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
        resumed.await();
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
