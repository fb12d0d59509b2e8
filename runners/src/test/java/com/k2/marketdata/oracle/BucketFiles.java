package com.k2.marketdata.oracle;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * A bucket, as a folder. As with S3, its files have locations with {@code s3://}, {@code s3a://} or
 * {@code s3n://}, a listing names all of them with {@code s3://}, a prefix need not be a folder,
 * and deletion in bulk ignores missing files.
 */
public final class BucketFiles implements FileIO, SupportsBulkOperations, SupportsPrefixOperations {
  /** The catalog property that names the folder. */
  static final String FOLDER = "k2.test.bucket";

  private static final String BUCKET = "bucket";

  private Map<String, String> properties;

  /** For Iceberg, which creates it by its class name. */
  public BucketFiles() {}

  @Override
  public void initialize(Map<String, String> given) {
    properties = Map.copyOf(given);
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  /** The local file at a location of the bucket in a folder. */
  static Path path(Path folder, String location) {
    String key = location.replaceFirst("^s3[an]?://" + BUCKET + "/", "");
    if (key.equals(location)) {
      throw new IllegalArgumentException("Not in the bucket: " + location);
    }
    return folder.resolve(key);
  }

  private Path path(String location) {
    return path(folder(), location);
  }

  private Path folder() {
    return Path.of(properties.get(FOLDER));
  }

  @Override
  public InputFile newInputFile(String location) {
    return new Input(location, path(location).toFile());
  }

  @Override
  public OutputFile newOutputFile(String location) {
    File file = path(location).toFile();
    file.getParentFile().mkdirs();
    return new Output(location, file);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void deleteFiles(Iterable<String> locations) throws BulkDeletionFailureException {
    locations.forEach(this::deleteFile);
  }

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    String key = prefix.replaceFirst("^s3[an]?://" + BUCKET + "/", "");
    List<FileInfo> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder().relativize(file).toString();
        if (name.startsWith(key)) {
          found.add(
              new FileInfo(
                  "s3://" + BUCKET + "/" + name,
                  Files.size(file),
                  Files.getLastModifiedTime(file).toMillis()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Override
  public void deletePrefix(String prefix) {
    throw new UnsupportedOperationException("Only files are deleted, not " + prefix);
  }

  private record Input(InputFile file, String location) implements InputFile {
    Input(String location, File file) {
      this(org.apache.iceberg.Files.localInput(file), location);
    }

    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      return file.newStream();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }

  private record Output(OutputFile file, String location) implements OutputFile {
    Output(String location, File file) {
      this(org.apache.iceberg.Files.localOutput(file), location);
    }

    @Override
    public PositionOutputStream create() {
      return file.create();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return file.createOrOverwrite();
    }

    @Override
    public InputFile toInputFile() {
      return new Input(file.toInputFile(), location);
    }
  }
}
