package com.k2.marketdata.verify.judge;

import com.k2.marketdata.verify.scan.FileFault;
import com.k2.marketdata.verify.scan.ResultFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.Table;

/** Carries a verdict from a task to the driver. Closing it deletes the file. */
public final class VerdictFile implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final ResultFile file;

  private record Contents(
      List<CountedLine> lines,
      Map<FindingKind, Long> offsets,
      List<Finding> findings,
      Set<FileFault> files,
      boolean moreFiles,
      long equalTradeIds,
      long replayed) {}

  private record CountedLine(Verdict.Line line, Counts counts) {}

  /** Chooses a new file next to the metadata of {@code table}, without writing it. */
  public VerdictFile(Table table) {
    this.file = new ResultFile(table);
  }

  void write(Verdict verdict) {
    List<CountedLine> lines = new ArrayList<>();
    verdict.lines().forEach((line, counts) -> lines.add(new CountedLine(line, counts)));
    List<Finding> findings = new ArrayList<>();
    for (FindingKind kind : FindingKind.values()) {
      findings.addAll(verdict.ranges(kind));
    }
    file.write(
        new Contents(
            lines,
            verdict.offsets(),
            findings,
            verdict.files(),
            verdict.hasMoreFiles(),
            verdict.equalTradeIds(),
            verdict.replayed()));
  }

  public Verdict read() {
    Contents contents = file.read(Contents.class);
    Verdict verdict = new Verdict();
    contents.lines().forEach(counted -> verdict.count(counted.line(), counted.counts()));
    contents.findings().forEach(verdict::find);
    contents.files().forEach(verdict::find);
    verdict.setMoreFiles(contents.moreFiles());
    verdict.countEqualTradeIds(contents.equalTradeIds());
    verdict.countReplayed(contents.replayed());
    verdict.setOffsets(contents.offsets());
    return verdict;
  }

  @Override
  public void close() {
    file.close();
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
