package com.k2.marketdata.lake.write.spill;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file of compressed segments. On POSIX systems the file is unlinked as soon as it is
 * open, so that it is gone when the process ends, however it ends; other systems delete it when it
 * is closed. Only its owner can read it. Not safe for concurrent use.
 */
final class SpillFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

  /** Partition value, size of the rows, size of the compressed rows. */
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  private final FileChannel channel;
  private final Path folder;
  private final long maxBytes;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private final ByteBuilder stored = new ByteBuilder();
  private long size;

  /**
   * @param channel of an empty file, which {@link #close} closes
   * @param folder for messages
   */
  SpillFile(FileChannel channel, Path folder, long maxBytes) {
    this.channel = channel;
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /**
   * Creates a file, and its folder if that is missing.
   *
   * @throws SystemFaultException if that is not possible
   */
  static SpillFile create(SpillSettings settings) {
    Path folder = settings.localFolder();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      return new SpillFile(temporary(folder), folder, settings.maxBytes());
    } catch (IOException e) {
      throw new SystemFaultException(
          "Could not create a spill file in "
              + folder
              + ": "
              + e
              + ". Choose another folder with --spillFolder.",
          e);
    }
  }

  private static FileChannel temporary(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "k2-spill-", ".tmp");
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The end of the file, where the next segment begins. */
  long size() {
    return size;
  }

  /**
   * Appends rows of one partition value.
   *
   * @throws SystemFaultException if the file would be too large or the disk is full
   */
  void append(int partition, ByteBuilder rows) {
    compress(rows);
    if (size + stored.size() > maxBytes) {
      throw new SystemFaultException(
          "The spill file in "
              + folder
              + " reached --maxSpillBytes="
              + maxBytes
              + ", because trades of many days are interleaved. Raise --maxSpillBytes, or make"
              + " cycles smaller with --maxRecordsPerCycle.");
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored.array(), 0, stored.size());
    bytes.putInt(partition).putInt(rows.size()).putInt(stored.size() - HEADER_BYTES).rewind();
    try {
      for (long at = size; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      throw new SystemFaultException(
          "Could not write the spill file in "
              + folder
              + ": "
              + e
              + ". Free some space there, or choose another folder with --spillFolder.",
          e);
    }
    size += stored.size();
  }

  /** Reads the header of a segment. */
  Segment segment(long position) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    read(header, position);
    return new Segment(header.getInt(), header.getInt(), header.getInt(), position + HEADER_BYTES);
  }

  /** Reads the rows of a segment. */
  void read(Segment segment, ByteBuilder rows) {
    stored.resize(segment.storedBytes());
    read(ByteBuffer.wrap(stored.array(), 0, stored.size()), segment.position());
    rows.resize(segment.bytes());
    inflater.reset();
    inflater.setInput(stored.array(), 0, stored.size());
    try {
      int read = inflater.inflate(rows.array(), 0, rows.size());
      if (read != segment.bytes()) {
        throw new DataFormatException(read + " bytes instead of " + segment.bytes());
      }
    } catch (DataFormatException e) {
      throw unreadable(e);
    }
  }

  /** Closes and deletes the file. */
  @Override
  public void close() {
    deflater.end();
    inflater.end();
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("Could not close a spill file in {}: {}", folder, e.toString());
    }
  }

  /** Leaves the compressed rows in {@link #stored}, after room for a header. */
  private void compress(ByteBuilder rows) {
    stored.resize(HEADER_BYTES + rows.size() + rows.size() / 100 + 64);
    deflater.reset();
    deflater.setInput(rows.array(), 0, rows.size());
    deflater.finish();
    int room = stored.size() - HEADER_BYTES;
    int length = deflater.deflate(stored.array(), HEADER_BYTES, room);
    if (!deflater.finished()) {
      throw new IllegalStateException("Deflating grew " + rows.size() + " bytes beyond " + room);
    }
    stored.resize(HEADER_BYTES + length);
  }

  private void read(ByteBuffer buffer, long position) {
    try {
      for (long at = position; buffer.hasRemaining(); ) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new EOFException("The file ends at " + at);
        }
        at += read;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    buffer.rewind();
  }

  private SystemFaultException unreadable(Exception cause) {
    return new SystemFaultException(
        "Could not read the spill file in " + folder + ": " + cause, cause);
  }

  /**
   * A segment of the file.
   *
   * @param bytes the size of its rows
   * @param storedBytes the size of its compressed rows
   * @param position of the compressed rows
   */
  record Segment(int partition, int bytes, int storedBytes, long position) {
    long end() {
      return position + storedBytes;
    }
  }
}
