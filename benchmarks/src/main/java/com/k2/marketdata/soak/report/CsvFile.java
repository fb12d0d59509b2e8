package com.k2.marketdata.soak.report;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.soak.sample.CycleSample;
import com.k2.marketdata.soak.sample.HeapSample;
import com.k2.marketdata.soak.sample.Sample;
import com.k2.marketdata.soak.sample.SoakProcess;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** All measured values, one per line, in the columns time, figure, name, process id and value. */
public final class CsvFile implements AutoCloseable {
  private final Path file;
  private final Writer out;

  /** Creates the file. */
  public CsvFile(Path file) {
    this.file = file;
    try {
      out = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw failure(e);
    }
    write("time,figure,name,pid,value\n");
  }

  /** Writes a sample at once. */
  public void add(Sample sample) {
    SoakProcess process = sample.process();
    line(sample.time(), "rss_mb", process.name(), process.pid(), sample.residentMegabytes());
    line(sample.time(), "rss_peak_mb", process.name(), process.pid(), sample.peakMegabytes());
    flush();
  }

  public void add(SoakProcess process, HeapSample heap) {
    String figure = heap.full() ? "heap_after_full_gc_mb" : "heap_after_young_gc_mb";
    line(heap.time(), figure, process.name(), process.pid(), heap.usedMegabytes());
  }

  public void add(CycleSample cycle) {
    line(cycle.time(), "cycle_ms", cycle.lane(), 0, cycle.millis());
    line(cycle.time(), "cycle_read", cycle.lane(), 0, cycle.read());
    line(cycle.time(), "cycle_rejected", cycle.lane(), 0, cycle.rejected());
    line(cycle.time(), "cycle_lag", cycle.lane(), 0, cycle.lag());
  }

  private void line(Instant time, String figure, String name, long pid, double value) {
    write(String.format(Locale.ROOT, "%s,%s,%s,%d,%.1f%n", time, figure, name, pid, value));
  }

  private void write(String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private SystemFaultException failure(IOException e) {
    return new SystemFaultException("Cannot write " + file + ": " + e, e);
  }
}
