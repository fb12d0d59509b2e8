package com.k2.marketdata.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.trade.Excerpt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A symbol list as it was read: CSV or JSON, plain or gzipped, at most 64 MB. Errors name the list,
 * the line or field, and what was expected. Rules keep what they need of it, not the list itself.
 */
public final class SymbolList {
  private static final int MAX_BYTES = 64 << 20;
  private static final Pattern URL = Pattern.compile("(?i)https?://.*");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String text;

  SymbolList(String name, byte[] bytes) {
    this.name = name;
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      this.text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "The symbol list " + name + " is not UTF-8 text; give a CSV or JSON file.", e);
    }
  }

  static SymbolList bundled(String resource) {
    return new SymbolList(resource, BundledResources.bytes(SymbolList.class, resource));
  }

  /**
   * Reads a list now.
   *
   * @param location the path of a file, or a URL that begins with {@code http://} or {@code
   *     https://}
   * @throws UsageException if the file cannot be read, or the list is not UTF-8 text or too large
   * @throws SystemFaultException if the URL cannot be read
   */
  public static SymbolList read(String location) {
    boolean url = URL.matcher(location).matches();
    try (InputStream in = url ? HttpFile.open(URI.create(location)) : file(location)) {
      return new SymbolList(location, unzipped(location, bounded(location, in)));
    } catch (NoSuchFileException e) {
      throw new UsageException("There is no symbol list at " + location + "; check the path.", e);
    } catch (IOException | IllegalArgumentException e) {
      String message = "The symbol list " + location + " cannot be read: " + e + ".";
      throw url ? new SystemFaultException(message, e) : new UsageException(message, e);
    }
  }

  private static InputStream file(String path) throws IOException {
    try {
      return Files.newInputStream(Path.of(path));
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] unzipped(String location, byte[] bytes) throws IOException {
    if (bytes.length < 2 || bytes[0] != (byte) 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return bounded(location, in);
    }
  }

  private static byte[] bounded(String location, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new UsageException(
          "The symbol list " + location + " is larger than " + (MAX_BYTES >> 20) + " MB.");
    }
    return bytes;
  }

  boolean isJson() {
    return text.stripLeading().startsWith("{");
  }

  JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  /**
   * Passes the elements of an array in the top JSON object to a consumer, one at a time and each
   * with its name: an exchange's whole response could fill a driver's memory.
   *
   * @param what the array, for the error if there is none or it is empty
   */
  void elements(String field, String what, BiConsumer<String, JsonNode> consumer) {
    String found = "nothing";
    int count = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(field);
        JsonToken value = parser.nextToken();
        if (wanted && value == JsonToken.START_ARRAY) {
          found = "an empty array";
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = parser.readValueAsTree();
            consumer.accept(field + "[" + count++ + "]", element);
          }
        } else {
          found = wanted ? Excerpt.of(parser.getText()) : found;
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed.", e);
    }
    if (count == 0) {
      throw wrong("field " + field, what, found);
    }
  }

  private UsageException notJson(JsonProcessingException e) {
    return wrong("line " + e.getLocation().getLineNr(), "JSON", e.getOriginalMessage());
  }

  /** The text of a JSON object's field, which must not be empty. */
  String text(JsonNode parent, String parentName, String field) {
    JsonNode value = parent.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(
          "field " + parentName + "." + field,
          "text that is not empty",
          value.isMissingNode() ? "nothing" : Excerpt.of(value.toString()));
    }
    return value.textValue();
  }

  /** The rows of a CSV file; its header must have at least these columns. */
  List<Row> rows(String... requiredColumns) {
    List<String> lines = text.lines().toList();
    List<String> header = lines.isEmpty() ? List.of() : cells("line 1", lines.get(0));
    if (!header.containsAll(List.of(requiredColumns))) {
      throw wrong(
          "line 1",
          "a header with the columns " + String.join(", ", requiredColumns),
          lines.isEmpty() ? "an empty file" : Excerpt.of(lines.get(0)));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String where = "line " + (i + 1);
        List<String> fields = cells(where, lines.get(i));
        if (fields.size() != header.size()) {
          throw wrong(where, header.size() + " fields", fields.size() + " fields");
        }
        rows.add(new Row(where, header, fields));
      }
    }
    if (rows.isEmpty()) {
      throw wrong("line 2", "a row for each symbol", "nothing");
    }
    return rows;
  }

  private List<String> cells(String where, String line) {
    try {
      return CsvLine.cells(line);
    } catch (IOException e) {
      throw wrong(where, "cells with quotes in pairs", e.getMessage());
    }
  }

  /** The error for something unexpected at a place of this file. */
  UsageException wrong(String where, String expected, String found) {
    return new UsageException(
        "The symbol list "
            + name
            + ", "
            + where
            + ": expected "
            + expected
            + ", found "
            + found
            + ".");
  }

  /** A line of a CSV file. Its fields are found by the names in the header. */
  final class Row {
    private final String where;
    private final List<String> header;
    private final List<String> fields;

    private Row(String where, List<String> header, List<String> fields) {
      this.where = where;
      this.header = header;
      this.fields = fields;
    }

    String where() {
      return where;
    }

    /** The field of a column; empty if the file has no such column. */
    String optional(String column) {
      int index = header.indexOf(column);
      return index < 0 ? "" : fields.get(index);
    }

    /** The field of a column, which must not be empty. */
    String required(String column) {
      String field = optional(column);
      if (field.isEmpty()) {
        throw wrong(where + ", column " + column, "text", "nothing");
      }
      return field;
    }
  }
}
