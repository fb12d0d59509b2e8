package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.LocalServices;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocalObjectStoreIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String LOCATION = "s3://warehouse/a/b.txt";

  @TempDir private Path folder;
  private LocalObjectStore store;

  @BeforeEach
  void start() throws IOException {
    store = new LocalObjectStore(LocalServices.linkProgram(folder.resolve("first")));
    store.start(FreePorts.any());
  }

  @AfterEach
  void kill() {
    store.kill();
  }

  @Test
  void objectsSurviveARestart() throws IOException {
    try (S3FileIO io = io(Map.of());
        OutputStream out = io.newOutputFile(LOCATION).create()) {
      out.write(42);
    }
    store.kill();
    assertThat(store.endpoint()).isEmpty();
    store.start(store.lastPort().orElseThrow());
    try (S3FileIO io = io(Map.of())) {
      assertThat(io.newInputFile(LOCATION).getLength()).isOne();
    }
    assertThat(store.object("a/b.txt")).hasBinaryContent(new byte[] {42});
  }

  @Test
  void onlyThePrivateFilesKeyIsAccepted() throws IOException {
    try (S3FileIO io = io(Map.of("s3.secret-access-key", "wrong"))) {
      assertThatThrownBy(() -> io.newInputFile(LOCATION).getLength())
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("403");
    }
    for (String secret : new String[] {"secret-key", "s3proxy.properties"}) {
      Path file = folder.resolve("first").resolve(secret);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(secret)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void storeThatTookThePortIsNotOurs() throws IOException {
    LocalObjectStore second =
        new LocalObjectStore(LocalServices.linkProgram(folder.resolve("second")));
    int port = store.lastPort().orElseThrow();
    try {
      assertThatThrownBy(() -> second.start(port))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("The object store ended during its start")
          .hasMessageContaining("another process has taken port " + port);
      assertThat(store.isHealthy(SOON)).isTrue();
    } finally {
      second.kill();
    }
  }

  private S3FileIO io(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(store.catalogProperties().orElseThrow());
    properties.put("s3.path-style-access", "true");
    properties.put("http-client.type", "urlconnection");
    properties.putAll(more);
    S3FileIO io = new S3FileIO();
    io.initialize(properties);
    return io;
  }
}
