package com.k2.marketdata.verify.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.verify.scan.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a verdict from a task to the driver, which may be another machine: a small JSON file next
 * to a table's metadata. Closing it deletes the file. If that fails, the verdict is still valid, so
 * only a warning is logged.
 */
public final class VerdictFile implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(VerdictFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private final String location;

  private record Contents(
      List<CountedLine> lines,
      Map<FindingKind, Long> offsets,
      List<Finding> findings,
      Set<FileFault> files,
      boolean moreFiles,
      long equalTradeIds) {}

  private record CountedLine(Verdict.Line line, Counts counts) {}

  /** Chooses a new file next to the metadata of {@code table}, without writing it. */
  public VerdictFile(Table table) {
    this.table = SerializableTable.copyOf(table);
    this.location =
        ((HasTableOperations) table)
            .operations()
            .metadataFileLocation("k2-verify-" + UUID.randomUUID() + ".json");
  }

  /**
   * Writes the file.
   *
   * @throws SystemFaultException if the store refuses it
   */
  void write(Verdict verdict) {
    List<CountedLine> lines = new ArrayList<>();
    verdict.lines().forEach((line, counts) -> lines.add(new CountedLine(line, counts)));
    List<Finding> findings = new ArrayList<>();
    for (FindingKind kind : FindingKind.values()) {
      findings.addAll(verdict.ranges(kind));
    }
    Contents contents =
        new Contents(
            lines,
            verdict.offsets(),
            findings,
            verdict.files(),
            verdict.hasMoreFiles(),
            verdict.equalTradeIds());
    SystemFaultException.wrapping(
        "Could not write the verification result " + location,
        () -> {
          // A retried task overwrites the file with the same content.
          try (OutputStream out = table.io().newOutputFile(location).createOrOverwrite()) {
            out.write(JSON.writeValueAsBytes(contents));
            return null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Reads the file.
   *
   * @throws SystemFaultException if the store does not return it
   */
  public Verdict read() {
    return SystemFaultException.wrapping(
        "Could not read the verification result " + location,
        () -> {
          try (InputStream in = table.io().newInputFile(location).newStream()) {
            Contents contents = JSON.readValue(in.readAllBytes(), Contents.class);
            Verdict verdict = new Verdict();
            contents.lines().forEach(counted -> verdict.count(counted.line(), counted.counts()));
            contents.findings().forEach(verdict::find);
            contents.files().forEach(verdict::find);
            verdict.setMoreFiles(contents.moreFiles());
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
    try {
      table.io().deleteFile(location);
    } catch (RuntimeException e) {
      LOG.warn(
          "Could not delete the verification result {}, which nothing reads any more. Delete it by"
              + " hand: {}",
          location,
          e.toString());
    }
  }

  /** Writes the verdict. */
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
