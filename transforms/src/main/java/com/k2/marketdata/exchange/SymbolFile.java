package com.k2.marketdata.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A symbol list, CSV or JSON. Errors name the file, the line or field, and what was expected. */
final class SymbolFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String text;

  private SymbolFile(String name, byte[] bytes) {
    this.name = name;
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      this.text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "The symbol list " + name + " is not UTF-8 text; give an uncompressed CSV or JSON file.",
          e);
    }
  }

  static SymbolFile bundled(String resource) {
    return new SymbolFile(resource, BundledResources.bytes(SymbolFile.class, resource));
  }

  static SymbolFile at(String path) {
    try {
      return new SymbolFile(path, Files.readAllBytes(Path.of(path)));
    } catch (NoSuchFileException e) {
      throw new UsageException("There is no symbol list at " + path + "; check the path.", e);
    } catch (IOException e) {
      throw new UsageException("The symbol list " + path + " cannot be read: " + e + ".", e);
    }
  }

  boolean isJson() {
    return text.stripLeading().startsWith("{");
  }

  JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong("line " + e.getLocation().getLineNr(), "JSON", e.getOriginalMessage());
    }
  }

  /** The text of a JSON object's field, which must not be empty. */
  String text(JsonNode parent, String parentName, String field) {
    JsonNode value = parent.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(
          "field " + parentName + "." + field,
          "text that is not empty",
          value.isMissingNode() ? "nothing" : value.toString());
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
          lines.isEmpty() ? "an empty file" : lines.get(0));
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
