package com.k2.marketdata.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image that this module has built: what it adds to its base. */
class ImageIT {
  private static final Path SCRIPTS = Path.of("../../docker/bin");
  private static final Path IMAGE = Path.of("target/k2-image.tar");
  private static final int PERMISSIONS = 0777;

  /** A file or folder of the image. */
  private record Entry(int mode, byte[] contents) {}

  private static JsonNode container;
  private static Map<String, Entry> entries;

  @BeforeAll
  static void read() throws IOException {
    Map<String, byte[]> parts = new HashMap<>();
    try (InputStream in = Files.newInputStream(IMAGE)) {
      entries(in).forEach((name, entry) -> parts.put(name, entry.contents()));
    }
    ObjectMapper json = new ObjectMapper();
    JsonNode manifest = json.readTree(parts.get("manifest.json")).get(0);
    container = json.readTree(parts.get(manifest.get("Config").asText())).get("config");
    entries = new TreeMap<>();
    for (JsonNode layer : manifest.get("Layers")) {
      byte[] contents = parts.get(layer.asText());
      entries.putAll(entries(new GZIPInputStream(new ByteArrayInputStream(contents))));
    }
  }

  @Test
  void containersRunK2AsAnUnprivilegedUser() {
    assertThat(container.get("User").asText()).isEqualTo("185:185");
    assertThat(container.get("WorkingDir").asText()).isEqualTo("/var/lib/k2");
    assertThat(container.get("Entrypoint"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.asText()).isEqualTo("/opt/k2/start"));
  }

  @Test
  void scriptsAreThoseOfDockerBin() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      List<Path> all = scripts.toList();
      assertThat(all).hasSizeGreaterThan(5);
      for (Path script : all) {
        Entry entry = entries.get("opt/k2/" + script.getFileName());
        assertThat(entry.contents()).isEqualTo(Files.readAllBytes(script));
        assertThat(entry.mode()).isEqualTo(0755);
      }
    }
  }

  @Test
  void jarIsTheOneForSpark() throws IOException {
    Entry jar = entries.get("opt/k2/k2.jar");
    assertThat(jar.contents()).isEqualTo(Files.readAllBytes(Path.of("target/k2/k2.jar")));
    assertThat(jar.mode()).isEqualTo(0644);
  }

  /** A volume that is mounted on the folder gets its mode. */
  @Test
  void userOfTheContainerMayWriteToTheVolume() {
    assertThat(entries.get("var/lib/k2/").mode()).isEqualTo(0777);
  }

  @Test
  void folderOfK2HasNothingElse() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      List<String> expected =
          Stream.concat(scripts.map(script -> script.getFileName().toString()), Stream.of("k2.jar"))
              .map(name -> "opt/k2/" + name)
              .toList();
      assertThat(entries.keySet())
          .filteredOn(name -> name.matches("opt/k2/.+"))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static Map<String, Entry> entries(InputStream in) throws IOException {
    Map<String, Entry> entries = new HashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceFirst("^/", "");
        entries.put(name, new Entry(entry.getMode() & PERMISSIONS, tar.readAllBytes()));
      }
    }
    return entries;
  }
}
