package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.testing.WebPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a cluster and its jobs show and store, where other users of the machines may see it.
 *
 * @param texts by place
 */
record Exposed(Map<String, String> texts) {
  static final String COMMAND_LINES = "command lines of all processes";
  static final String RECOVERY = "recovery folder of the master";
  static final String WORKERS = "folders and logs of the workers";
  static final String PAGES = "pages of the master, the workers and the driver";

  /**
   * Everything at this moment.
   *
   * @param status of the cluster
   * @param state its state folder
   */
  static Exposed by(StackStatus status, Path state) {
    Path stack = state.resolve("stack");
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(COMMAND_LINES, commandLines());
    texts.put(RECOVERY, files(stack.resolve("master/recovery")));
    texts.put(WORKERS, files(stack.resolve("worker-1")) + files(stack.resolve("worker-2")));
    texts.put(PAGES, pages(status));
    return new Exposed(texts);
  }

  /** Requires a text in a place, which shows that the place was searched. */
  Exposed has(String place, String... expected) {
    assertThat(texts.get(place)).as(place).contains(expected);
    return this;
  }

  /** Another place. */
  Exposed with(String place, String text) {
    Map<String, String> all = new LinkedHashMap<>(texts);
    all.put(place, text);
    return new Exposed(all);
  }

  /** Requires that no place has one of these secrets. */
  void hasNone(List<String> secrets) {
    texts.forEach(
        (place, text) ->
            secrets.forEach(
                // Not shown by a failed assertion.
                secret -> assertThat(text.contains(secret)).as("a secret in: " + place).isFalse()));
  }

  private static String commandLines() {
    StringBuilder all = new StringBuilder();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      try {
        all.append(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))).append(' ');
      } catch (IOException e) {
        continue; // The process has ended.
      }
    }
    return all.toString();
  }

  /** The contents of all files in a folder. */
  static String files(Path folder) {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          // A worker has a copy of K2's jar for a driver of cluster mode.
          .filter(file -> !file.toString().endsWith(".jar"))
          .forEach(file -> all.append(text(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  private static String pages(StackStatus status) {
    List<URI> starts = new ArrayList<>();
    status
        .components()
        .forEach(component -> component.ui().map(URI::create).ifPresent(starts::add));
    for (URI start : List.copyOf(starts)) {
      starts.add(start.resolve("/json/"));
      starts.add(start.resolve("/metrics/prometheus/"));
    }
    return WebPages.linkedFrom(starts);
  }

  /** Bytes as characters; serialized objects have strings as they are. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return ""; // It has been renamed or deleted.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
