package com.k2.marketdata.lake.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged table is refused; a store that fails is a system fault. */
class RefusalsTest {
  private final Refusals refusals = new Refusals("Nothing is removed");

  static Stream<Exception> damages() {
    return Stream.of(
        new NotFoundException(new IllegalStateException("NoSuchKey"), "missing"),
        new UncheckedIOException(new FileNotFoundException("missing")),
        new UncheckedIOException(new EOFException()),
        new UncheckedIOException(new InvalidAvroMagicException("Not an Avro data file")),
        new AvroRuntimeException("Malformed data"));
  }

  static Stream<Exception> outages() {
    return Stream.of(
        new UncheckedIOException(new ConnectException("refused")),
        new AvroRuntimeException(new SocketTimeoutException("Read timed out")),
        new UncheckedIOException(new SSLException("closed")),
        new UncheckedIOException(new IOException("Input/output error")),
        new ServiceUnavailableException("503"),
        new ServiceFailureException("500"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damagedFilesAreRefused(Exception damage) {
    assertThat(refusals.unreadable("manifest a", damage))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageStartingWith("Nothing is removed: manifest a cannot be read")
        .hasCause(damage);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void outagesAreSystemFaults(Exception outage) {
    assertThat(refusals.unreadable("manifest a", outage))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("manifest a cannot be read")
        .hasCause(outage);
  }

  @Test
  void knownFailuresPass() {
    K2Exception known = new SystemFaultException("known");
    assertThat(refusals.unreadable("a", known)).isSameAs(known);
  }

  @Test
  void collectedTablesOnly() {
    refusals.requireCollectable(Map.of());
    assertThatThrownBy(() -> refusals.requireCollectable(Map.of("gc.enabled", "false")))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("gc.enabled is false");
  }
}
