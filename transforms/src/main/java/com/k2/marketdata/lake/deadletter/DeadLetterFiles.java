package com.k2.marketdata.lake.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFile;

/**
 * The list of a cycle's dead-letter files, stored next to the table's metadata until they are
 * appended. Each line describes a data file in Iceberg's JSON form.
 */
public final class DeadLetterFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeadLetterFiles() {}

  /** Writes the list to a new file and returns its location. */
  public static String write(Table deadLetters, String cycle, List<DataFile> files) {
    String name = "k2-intent-" + cycle + "-" + UUID.randomUUID() + ".jsonl";
    OutputFile list =
        deadLetters
            .io()
            .newOutputFile(
                ((HasTableOperations) deadLetters).operations().metadataFileLocation(name));
    try (Writer out = new OutputStreamWriter(list.create(), StandardCharsets.UTF_8)) {
      for (DataFile file : files) {
        out.write(ContentFileParser.toJson(file, deadLetters.specs().get(file.specId())));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + list.location(), e);
    }
    return list.location();
  }

  /** The files of a list. */
  public static List<DataFile> read(Table deadLetters, String location) {
    List<DataFile> files = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                deadLetters.io().newInputFile(location).newStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        files.add((DataFile) ContentFileParser.fromJson(JSON.readTree(line), deadLetters.specs()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + location, e);
    }
    return files;
  }
}
