package com.k2.marketdata.maintain;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the elements of a collection from tasks to the driver, which may be on another machine: a
 * file next to a table's metadata. Closing it deletes the file; if that fails, the file becomes an
 * orphan.
 */
final class TaskOutput<T extends Serializable> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(TaskOutput.class);

  /** The stream keeps the objects that it has written until it is reset. */
  private static final int OBJECTS_PER_RESET = 1_000;

  /** Anybody who may write to the store could have replaced the file. */
  private static final ObjectInputFilter ONLY_RESULTS =
      ObjectInputFilter.Config.createFilter(
          "com.k2.marketdata.lake.maintain.**;java.lang.*;java.util.*;!*");

  private final Table table;
  private final String location;

  /** Chooses a new file next to the metadata of a table, without writing it. */
  TaskOutput(Table table) {
    this.table = SerializableTable.copyOf(table);
    this.location =
        ((HasTableOperations) table)
            .operations()
            .metadataFileLocation("k2-maintain-" + UUID.randomUUID() + ".bin");
  }

  /** Writes the elements of a collection. */
  PTransform<PCollection<T>, PDone> write() {
    return new Write<>(this);
  }

  /**
   * Reads what was written; nothing if the collection was empty.
   *
   * @throws SystemFaultException if the store does not return it
   */
  void read(Class<T> type, Consumer<T> each) {
    SystemFaultException.wrapping(
        "Could not read the result of maintenance " + location,
        () -> {
          var file = table.io().newInputFile(location);
          if (file.exists()) {
            try (ObjectInputStream in =
                new ObjectInputStream(new BufferedInputStream(file.newStream()))) {
              in.setObjectInputFilter(ONLY_RESULTS);
              readAll(in, type, each);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          return null;
        });
  }

  /**
   * Reads the only element.
   *
   * @throws SystemFaultException if there is none, since the result is then unknown
   */
  T readOnly(Class<T> type) {
    List<T> elements = new ArrayList<>();
    read(type, elements::add);
    if (elements.isEmpty()) {
      throw new SystemFaultException(
          "The maintenance pipeline did not return a result: " + location + " does not exist.");
    }
    return elements.get(0);
  }

  private static <T> void readAll(ObjectInputStream in, Class<T> type, Consumer<T> each)
      throws IOException {
    try {
      while (true) {
        each.accept(type.cast(in.readObject()));
      }
    } catch (EOFException e) {
      LOG.debug("Read all elements", e);
    } catch (ClassNotFoundException e) {
      throw new IOException("Written by another version of K2", e);
    }
  }

  private void write(Iterable<T> elements) {
    SystemFaultException.wrapping(
        "Could not write the result of maintenance " + location,
        () -> {
          try (ObjectOutputStream out =
              new ObjectOutputStream(
                  new BufferedOutputStream(
                      table.io().newOutputFile(location).createOrOverwrite()))) {
            int written = 0;
            for (T element : elements) {
              out.writeObject(element);
              written++;
              if (written % OBJECTS_PER_RESET == 0) {
                out.reset();
              }
            }
            return null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    try {
      table.io().deleteFile(location);
    } catch (RuntimeException e) {
      LOG.debug("{} was not written, or stays as an orphan", location, e);
    }
  }

  private static final class Write<T extends Serializable>
      extends PTransform<PCollection<T>, PDone> {
    private static final long serialVersionUID = 1L;

    private final TaskOutput<T> output;

    Write(TaskOutput<T> output) {
      this.output = output;
    }

    @Override
    public PDone expand(PCollection<T> elements) {
      elements
          .apply("One key", WithKeys.of("all"))
          .apply("Gather", GroupByKey.create())
          .apply("Write file", ParDo.of(new WriteFn<>(output)));
      return PDone.in(elements.getPipeline());
    }
  }

  private static final class WriteFn<T extends Serializable>
      extends DoFn<KV<String, Iterable<T>>, Void> {
    private static final long serialVersionUID = 1L;

    private final TaskOutput<T> output;

    WriteFn(TaskOutput<T> output) {
      this.output = output;
    }

    @ProcessElement
    public void write(@Element KV<String, Iterable<T>> gathered) {
      output.write(gathered.getValue());
    }
  }
}
