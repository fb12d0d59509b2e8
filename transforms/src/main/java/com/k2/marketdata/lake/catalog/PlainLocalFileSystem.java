package com.k2.marketdata.lake.catalog;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without its overhead for tables: Hadoop's own class writes a checksum
 * file for each file, and runs {@code chmod} in a process for each file and folder that it creates,
 * which takes longer than writing the file. It also runs {@code ls} for each file of a recursive
 * listing. Here files get the default permissions, and listings have these. A failure to write
 * names the file, which matters most if the disk is full.
 */
public final class PlainLocalFileSystem extends RawLocalFileSystem {
  @Override
  public void setPermission(Path path, FsPermission permission) {
    // The process's umask applies.
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] listed = super.listStatus(path);
    for (int i = 0; i < listed.length; i++) {
      listed[i] = withDefaultPermissions(listed[i]);
    }
    return listed;
  }

  private static FileStatus withDefaultPermissions(FileStatus file) {
    return new FileStatus(
        file.getLen(),
        file.isDirectory(),
        file.getReplication(),
        file.getBlockSize(),
        file.getModificationTime(),
        file.getPath());
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    return new NamedStream(
        super.createOutputStreamWithMode(path, append, permission), pathToFile(path).getPath());
  }

  /** Reports why a folder cannot be created; {@link File#mkdir} does not. */
  @Override
  protected boolean mkOneDirWithMode(Path path, File folder, FsPermission permission)
      throws IOException {
    try {
      Files.createDirectory(folder.toPath());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Adds the file's path to failures. */
  private static final class NamedStream extends FilterOutputStream {
    private final String path;

    NamedStream(OutputStream stream, String path) {
      super(stream);
      this.path = path;
    }

    @Override
    public void write(int value) throws IOException {
      try {
        out.write(value);
      } catch (IOException | FSError e) {
        throw named(e);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException | FSError e) {
        throw named(e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException | FSError e) {
        throw named(e);
      }
    }

    /**
     * Hadoop throws an {@link Error} for what Java reports as an exception. It is not the cause of
     * the new one, because messages often show only the innermost cause.
     */
    private FileSystemException named(Throwable e) {
      Throwable reported = e instanceof FSError && e.getCause() != null ? e.getCause() : e;
      FileSystemException named = new FileSystemException(path, null, reported.getMessage());
      named.addSuppressed(e);
      return named;
    }
  }
}
