package com.k2.marketdata.lake.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.InputFile;

/**
 * The data files of dead letters that silver has recorded. Other tools may delete them before they
 * are appended, because no snapshot refers to them yet.
 *
 * @param files empty if anything is lost
 * @param lost what is lost, as the end of a sentence; empty if nothing is
 */
record IntendedFiles(List<DataFile> files, Optional<String> lost) {
  private static final String ORPHAN = "another tool has probably removed it as an orphan file";

  /**
   * Reads the list of an intent, and checks that its files exist with their whole size.
   *
   * @param deadLetters the table that the files belong to
   */
  static IntendedFiles find(Table deadLetters, DeadLetterIntent intent) {
    if (!deadLetters.io().newInputFile(intent.list()).exists()) {
      return lost("their list " + intent.list() + " does not exist; " + ORPHAN);
    }
    List<DataFile> files;
    try {
      files = DeadLetterFiles.read(deadLetters, intent.list());
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof JsonProcessingException) {
        return damaged(intent, e.getCause());
      }
      throw e;
    } catch (IllegalArgumentException e) {
      return damaged(intent, e);
    }
    long rows = files.stream().mapToLong(DataFile::recordCount).sum();
    if (rows != intent.rows()) {
      return lost(
          "their list "
              + intent.list()
              + " has files with "
              + rows
              + " rows, not "
              + intent.rows());
    }
    return files.stream()
        .flatMap(file -> problem(deadLetters, file).stream())
        .findFirst()
        .map(IntendedFiles::lost)
        .orElseGet(() -> new IntendedFiles(files, Optional.empty()));
  }

  private static Optional<String> problem(Table deadLetters, DataFile file) {
    InputFile stored = deadLetters.io().newInputFile(file.location());
    if (!stored.exists()) {
      return Optional.of("their data file " + file.location() + " does not exist; " + ORPHAN);
    }
    return stored.getLength() == file.fileSizeInBytes()
        ? Optional.empty()
        : Optional.of(
            "their data file "
                + file.location()
                + " has "
                + stored.getLength()
                + " bytes, not "
                + file.fileSizeInBytes());
  }

  private static IntendedFiles damaged(DeadLetterIntent intent, Throwable cause) {
    return lost("their list " + intent.list() + " is damaged (" + cause.getMessage() + ")");
  }

  private static IntendedFiles lost(String what) {
    return new IntendedFiles(List.of(), Optional.of(what));
  }
}
