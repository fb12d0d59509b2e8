package com.k2.marketdata.lake.maintain.orphan.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/** Reads from a metadata.json file which table it belongs to; only the beginning of the file. */
final class MetadataOwner {
  private static final JsonFactory JSON = new JsonFactory();

  private MetadataOwner() {}

  /**
   * The table's UUID; empty if the file was deleted meanwhile, or is not complete: a process died
   * while it wrote the file, so no catalog points to it.
   *
   * @throws UncheckedIOException if the store fails
   */
  static Optional<String> read(FileIO io, String location) {
    try (InputStream stored = io.newInputFile(location).newStream();
        InputStream text = isGzip(location) ? new GZIPInputStream(stored) : stored;
        JsonParser json = JSON.createParser(text)) {
      return uuid(json);
    } catch (NotFoundException | EOFException | ZipException | JsonParseException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + location, e);
    }
  }

  private static boolean isGzip(String location) {
    return location.endsWith(".gz") || location.contains(".gz.metadata.json");
  }

  private static Optional<String> uuid(JsonParser json) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("table-uuid")) {
        return Optional.of(json.getText());
      }
      if (value != null) {
        json.skipChildren();
      }
    }
    return Optional.empty();
  }
}
