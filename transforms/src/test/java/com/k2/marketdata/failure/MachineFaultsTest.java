package com.k2.marketdata.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions of a machine, in the forms in which libraries report them. */
class MachineFaultsTest {
  private static final String NO_SPACE = "No space left on device";

  static Stream<Arguments> sentences() {
    return Stream.of(
        Arguments.of(
            new UncheckedIOException(new FileSystemException("/w/a.parquet", null, NO_SPACE)),
            ExitCode.SYSTEM_FAULT,
            "The disk is full: /w/a.parquet: No space left on device. Free some space there."),
        Arguments.of(
            new SystemFaultException("Cannot lock /w/lock: x", new IOException(NO_SPACE)),
            ExitCode.SYSTEM_FAULT,
            "The disk is full: Cannot lock /w/lock: x: No space left on device. Free some space"
                + " there."),
        Arguments.of(
            new RuntimeException("Could not unpack", new IOException(NO_SPACE)),
            ExitCode.SYSTEM_FAULT,
            "The disk is full: No space left on device. The path is not known. Free some space in"
                + " the state folder and in the temporary folder "
                + System.getProperty("java.io.tmpdir")
                + "."),
        Arguments.of(
            new SystemFaultException("Cannot lock /w: java.io.IOException: " + NO_SPACE),
            ExitCode.SYSTEM_FAULT,
            "The disk is full: Cannot lock /w: java.io.IOException: No space left on device. Free"
                + " some space there."),
        Arguments.of(
            new RuntimeException(
                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent"
                    + " failure: Lost task 0.0 in stage 3.0 (TID 4) (host executor driver):"
                    + " java.nio.file.FileSystemException: /w/b.parquet: No space left on device\n"
                    + "\tat java.base/java.io.FileOutputStream.writeBytes(Native Method)\n"),
            ExitCode.SYSTEM_FAULT,
            "The disk is full: /w/b.parquet: No space left on device. Free some space there."),
        Arguments.of(
            new RuntimeException(
                "Could not move t in /w/catalog.db: [SQLITE_FULL] (database or disk is full)",
                new SQLException("[SQLITE_FULL] (database or disk is full)")),
            ExitCode.SYSTEM_FAULT,
            "The disk is full: Could not move t in /w/catalog.db: [SQLITE_FULL] (database or disk"
                + " is full). Free some space there."),
        Arguments.of(
            new IOException("/w/c.parquet (Too many open files)"),
            ExitCode.SYSTEM_FAULT,
            "This process may not open more files: /w/c.parquet (Too many open files). Raise the"
                + " limit, for example with `ulimit -n 4096`."));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void conditionBecomesASentence(Throwable failure, ExitCode code, String sentence) {
    assertThat(MachineFaults.in(failure))
        .get()
        .returns(code, K2Exception::exitCode)
        .returns(sentence, Throwable::getMessage);
  }

  static Stream<Throwable> notLoaded() {
    return Stream.of(
        new UnsatisfiedLinkError(
            "/tmp/snappy.so: /tmp/snappy.so: failed to map segment from shared object"),
        new NoClassDefFoundError("Could not initialize class org.xerial.snappy.Snappy"),
        new RuntimeException(new SQLException("Error opening connection", noLibrary())),
        new RuntimeException(
            "Job aborted due to stage failure: java.lang.UnsatisfiedLinkError:"
                + " /tmp/libzstd-jni.so: failed to map segment from shared object"));
  }

  private static Throwable noLibrary() {
    return new Exception("No native library found for os.name=Linux, os.arch=x86_64");
  }

  @ParameterizedTest
  @MethodSource("notLoaded")
  void libraryThatIsNotLoadedNamesTheFolder(Throwable failure) {
    K2Exception found = MachineFaults.in(failure).orElseThrow();
    assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(found)
        .hasMessageContaining(System.getProperty("java.io.tmpdir"))
        .hasMessageContaining("noexec")
        .hasMessageContaining("-Djava.io.tmpdir");
  }

  static Stream<Throwable> notLinked() {
    return Stream.of(
        new NoClassDefFoundError("com/example/Gone"),
        new RuntimeException(new NoSuchMethodError("com.example.Gone.of()")),
        new SystemFaultException("Could not open the catalog", new VerifyError("com.example.Gone")),
        new IllegalArgumentException(
            "Cannot initialize FileIO: Missing com.example.Gone"
                + " [java.lang.ClassNotFoundException: com.example.Gone]"),
        new RuntimeException(
            "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent"
                + " failure: Lost task 0.3 in stage 3.0 (TID 7) (10.0.0.2 executor 1):"
                + " org.apache.beam.sdk.util.UserCodeException: java.lang.NoSuchFieldError:"
                + " com.example.Gone\n\tat com.example.There.use(There.java:1)\n"));
  }

  @ParameterizedTest
  @MethodSource("notLinked")
  void missingClassIsAnErrorOfTheSetup(Throwable failure) {
    K2Exception found = MachineFaults.in(failure).orElseThrow();
    assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(found.endsProcess()).isTrue();
    assertThat(found)
        .hasMessageStartingWith("A class is missing or has another version: java.lang.")
        .hasMessageContaining("Gone")
        .hasMessageEndingWith("also those of K2_PLUGINS.")
        .hasCause(failure);
  }

  @Test
  void uninitializedClassEndsOnlyThisProcess() {
    for (Throwable failure :
        new Throwable[] {
          new ExceptionInInitializerError(new IllegalStateException("not now")),
          new NoClassDefFoundError("Could not initialize class com.example.Broken")
        }) {
      K2Exception found = MachineFaults.in(new RuntimeException(failure)).orElseThrow();
      assertThat(found.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
      assertThat(found.isRetried()).isFalse();
      assertThat(MachineFaults.in(found)).containsSame(found);
    }
  }

  @Test
  void otherFailuresAreLeftAlone() {
    assertThat(MachineFaults.in(new IOException("Connection reset"))).isEmpty();
    assertThat(MachineFaults.in(new OutOfMemoryError("Java heap space"))).isEmpty();
    assertThat(MachineFaults.in(new HoleException("gone", new IOException(NO_SPACE)))).isEmpty();
  }

  @Test
  @Timeout(10)
  void longMessageIsReadInLinearTime() {
    String text = "x.y".repeat(500_000) + ": " + NO_SPACE;
    assertThat(MachineFaults.in(new IOException(text))).isPresent();
  }

  @Test
  void sentenceIsNotWrappedAgain() {
    K2Exception once = MachineFaults.in(new IOException("/x: " + NO_SPACE)).orElseThrow();
    assertThat(MachineFaults.in(new RuntimeException(once))).containsSame(once);
  }

  @Test
  void wrappedCallKeepsTheInnermostCause() {
    UncheckedIOException failure =
        new UncheckedIOException("Failed to write x", new IOException(NO_SPACE));
    assertThat(thrown(failure))
        .hasMessage("Could not commit: Failed to write x (" + failure.getCause() + ")");
    assertThat(thrown(new IllegalStateException("a: b", new IOException("b"))))
        .hasMessage("Could not commit: a: b");
  }

  private static Throwable thrown(RuntimeException failure) {
    return org.assertj.core.api.Assertions.catchThrowable(
        () ->
            SystemFaultException.wrapping(
                "Could not commit",
                () -> {
                  throw failure;
                }));
  }
}
