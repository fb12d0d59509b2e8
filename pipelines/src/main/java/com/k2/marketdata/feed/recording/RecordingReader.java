package com.k2.marketdata.feed.recording;

import com.k2.marketdata.failure.UsageException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.zip.GZIPInputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the trades of a recording in the order of the file, line by line. */
public final class RecordingReader implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final BufferedReader lines;
  private final LineParser parser;
  private final SkippedLines skipped;
  private final Queue<RecordedTrade> pending = new ArrayDeque<>();
  private long lineNumber;

  /** Opens a file; its first bytes decide whether it is decompressed with gzip. */
  public RecordingReader(
      Path file, RecordingFormat recording, FeedFormat format, SkippedLines skipped) {
    this.file = file;
    this.skipped = skipped;
    try {
      InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      bytes.mark(2);
      boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
      bytes.reset();
      lines =
          new BufferedReader(
              new InputStreamReader(
                  gzip ? new GZIPInputStream(bytes, BUFFER) : bytes, StandardCharsets.UTF_8),
              BUFFER);
      parser = parser(recording, format);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The next trade; null at the end of the file. */
  public @Nullable RecordedTrade next() {
    while (pending.isEmpty()) {
      String line = readLine();
      if (line == null) {
        return null;
      }
      if (line.isBlank()) {
        continue;
      }
      ParsedLine parsed = parser.parse(line);
      if (parsed instanceof ParsedLine.Trades trades) {
        pending.addAll(trades.trades());
      } else if (parsed instanceof ParsedLine.Skipped known) {
        skipped.known(known.kind());
      } else if (parsed instanceof ParsedLine.Refused refused) {
        skipped.refused(refused.product());
      } else if (parsed instanceof ParsedLine.Unknown unknown) {
        skipped.unknown(file, lineNumber, unknown.why(), line);
      }
    }
    return pending.remove();
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private LineParser parser(RecordingFormat recording, FeedFormat format) {
    return switch (format) {
      case FRAMES -> recording.frames();
      case CSV -> {
        String header = readLine();
        if (header == null) {
          throw new UsageException(
              file + " is empty; a CSV file starts with the names of its columns.");
        }
        yield recording.csv(new CsvHeader(file, header));
      }
    };
  }

  private @Nullable String readLine() {
    try {
      lineNumber++;
      return lines.readLine();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UsageException unreadable(IOException e) {
    return new UsageException("Cannot read " + file + ": " + e + ".", e);
  }
}
