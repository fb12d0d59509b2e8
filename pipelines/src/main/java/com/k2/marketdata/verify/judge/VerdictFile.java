package com.k2.marketdata.verify.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/**
 * The way of a verdict from the task that has it to the driver, which may be another machine: a
 * small JSON file beside a table's metadata, removed when it has been read.
 */
public final class VerdictFile implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private final String location;

  private record Contents(
      List<CountedLine> lines,
      Map<FindingKind, Long> offsets,
      List<Finding> findings,
      long equalTradeIds) {}

  private record CountedLine(Verdict.Line line, Counts counts) {}

  /** A file that is not written yet, beside the metadata of {@code table}. */
  public VerdictFile(Table table) {
    this.table = SerializableTable.copyOf(table);
    this.location =
        ((HasTableOperations) table)
            .operations()
            .metadataFileLocation("k2-verify-" + UUID.randomUUID() + ".json");
  }

  void write(Verdict verdict) {
    List<CountedLine> lines = new ArrayList<>();
    verdict.lines().forEach((line, counts) -> lines.add(new CountedLine(line, counts)));
    List<Finding> findings = new ArrayList<>();
    for (FindingKind kind : FindingKind.values()) {
      findings.addAll(verdict.ranges(kind));
    }
    // A task that is tried again writes the same once more.
    try (OutputStream out = table.io().newOutputFile(location).createOrOverwrite()) {
      out.write(
          JSON.writeValueAsBytes(
              new Contents(lines, verdict.offsets(), findings, verdict.equalTradeIds())));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + location, e);
    }
  }

  public Verdict read() {
    return SystemFaultException.wrapping(
        "Could not read the result " + location,
        () -> {
          try (InputStream in = table.io().newInputFile(location).newStream()) {
            Contents contents = JSON.readValue(in.readAllBytes(), Contents.class);
            Verdict verdict = new Verdict();
            contents.lines().forEach(counted -> verdict.count(counted.line(), counted.counts()));
            contents.findings().forEach(verdict::find);
            verdict.countEqualTradeIds(contents.equalTradeIds());
            verdict.setOffsets(contents.offsets());
            return verdict;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    table.io().deleteFile(location);
  }

  /** Writes the one verdict that arrives. */
  public static final class WriteFn extends DoFn<Verdict, Void> {
    private static final long serialVersionUID = 1L;

    private final VerdictFile file;

    public WriteFn(VerdictFile file) {
      this.file = file;
    }

    @ProcessElement
    public void write(@Element Verdict verdict) {
      file.write(verdict);
    }
  }
}
