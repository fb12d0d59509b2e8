package com.k2.marketdata.failure;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognizes conditions of a machine that libraries report in many forms: a full disk, too many
 * open files, a temporary folder from which native libraries cannot be loaded, and a class path
 * without a class that the code needs.
 */
public final class MachineFaults {
  private static final Pattern FULL =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|SQLITE_FULL|database or disk is full");

  private static final Pattern TOO_MANY_FILES = Pattern.compile("Too many open files");

  private static final Pattern NOT_LOADED =
      Pattern.compile(
          "UnsatisfiedLinkError|failed to map segment from shared object"
              + "|NativeLibraryNotFoundException|No native library found"
              + "|FAILED_TO_LOAD_NATIVE_LIBRARY"
              + "|Could not initialize class (?:org\\.xerial\\.snappy|com\\.github\\.luben\\.zstd"
              + "|org\\.sqlite|org\\.duckdb)\\.");

  /** A class whose initialization failed stays unusable in this process; a restart may help. */
  private static final Pattern NOT_INITIALIZED =
      Pattern.compile(
          "java\\.lang\\.(?:ExceptionInInitializerError"
              + "|NoClassDefFoundError: Could not initialize class)[^\\n]*");

  /** The linkage errors of Java, and the exception for a class that is loaded by its name. */
  private static final Pattern NOT_LINKED =
      Pattern.compile(
          "java\\.lang\\.(?:NoClassDefFoundError|ClassNotFoundException|NoSuchMethodError"
              + "|NoSuchFieldError|AbstractMethodError|IllegalAccessError|InstantiationError"
              + "|IncompatibleClassChangeError|BootstrapMethodError|ClassFormatError"
              + "|UnsupportedClassVersionError|ClassCircularityError|VerifyError|LinkageError)"
              + "\\b[^\\n]*");

  private static final Pattern EXCEPTION_NAME = Pattern.compile("(?:Exception|Error): ");

  /** The classes of failure that may have such a condition as their cause. */
  private static final Set<ExitCode> GENERAL =
      EnumSet.of(ExitCode.SYSTEM_FAULT, ExitCode.UNEXPECTED);

  private static final String DISK_FULL = "The disk is full: ";
  private static final String FILES_REFUSED = "This process may not open more files: ";
  private static final String LIBRARY_REFUSED =
      "A native library could not be loaded from the temporary folder";
  private static final String CLASS_UNUSABLE = "A class could not be initialized: ";
  private static final String CLASS_MISSING = "A class is missing or has another version: ";

  private MachineFaults() {}

  /**
   * The failure as a sentence with what to do, if it was caused by such a condition. Also finds the
   * text of an exception that another process has thrown.
   *
   * @return a {@link SystemFaultException} for a condition that may pass, an {@link
   *     UnexpectedException} for a class that failed to initialize, otherwise a {@link
   *     UsageException}; empty if the outermost K2 exception is of a more precise class
   */
  public static Optional<K2Exception> in(Throwable failure) {
    List<String> lines = new ArrayList<>();
    boolean isNamed = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof K2Exception k2 && !isNamed) {
        isNamed = true;
        if (isRefined(k2)) {
          return Optional.of(k2);
        }
        if (!GENERAL.contains(k2.exitCode())) {
          return Optional.empty();
        }
      }
      cause.toString().lines().filter(line -> !line.startsWith("\t")).forEach(lines::add);
    }
    return find(FULL, lines)
        .<K2Exception>map(line -> diskFull(line, failure))
        .or(() -> find(TOO_MANY_FILES, lines).map(line -> tooManyFiles(line, failure)))
        .or(() -> find(NOT_LOADED, lines).map(line -> notLoaded(line, failure)))
        .or(() -> quoted(NOT_INITIALIZED, lines).map(error -> notInitialized(error, failure)))
        .or(() -> quoted(NOT_LINKED, lines).map(error -> notLinked(error, failure)));
  }

  /** Whether this class wrote the message. */
  private static boolean isRefined(K2Exception failure) {
    return Stream.of(DISK_FULL, FILES_REFUSED, LIBRARY_REFUSED, CLASS_UNUSABLE, CLASS_MISSING)
        .anyMatch(failure.getMessage()::startsWith);
  }

  /** If the cause names no path, K2's own message may; some libraries name none at all. */
  private static K2Exception diskFull(String line, Throwable failure) {
    String text =
        line.contains("/")
            ? line
            : Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(K2Exception.class::isInstance)
                .map(Throwable::getMessage)
                .filter(message -> message.contains("/"))
                .findFirst()
                .map(message -> message.replaceFirst("\\.$", "") + ": " + line)
                .orElse(line);
    String whereToFree =
        text.contains("/")
            ? "Free some space there."
            : "The path is not known. Free some space in the state folder and in the temporary"
                + " folder "
                + System.getProperty("java.io.tmpdir")
                + ".";
    return new SystemFaultException(DISK_FULL + text + ". " + whereToFree, failure);
  }

  private static K2Exception tooManyFiles(String line, Throwable failure) {
    return new SystemFaultException(
        FILES_REFUSED + line + ". Raise the limit, for example with `ulimit -n 4096`.", failure);
  }

  private static K2Exception notLoaded(String line, Throwable failure) {
    return new UsageException(
        LIBRARY_REFUSED
            + " (here "
            + System.getProperty("java.io.tmpdir")
            + "): "
            + line
            + ". The file system of this folder must allow execution (no noexec). Name another"
            + " folder with the JVM option -Djava.io.tmpdir=FOLDER, which bin/k2 takes from"
            + " K2_JAVA_OPTS.",
        failure);
  }

  private static K2Exception notInitialized(String error, Throwable failure) {
    return UnexpectedException.endingProcess(
        CLASS_UNUSABLE + error + ". This process cannot use it any more.", failure);
  }

  private static K2Exception notLinked(String error, Throwable failure) {
    return UsageException.endingProcess(
        CLASS_MISSING
            + error
            + ". Check the jars of the driver and of the executors, also those of K2_PLUGINS.",
        failure);
  }

  /** The first match itself, from the name of the error on. */
  private static Optional<String> quoted(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(found -> found.group().replaceFirst("[.\\])]+$", ""))
        .findFirst();
  }

  /** The first matching text that names a path, or else the first that matches. */
  private static Optional<String> find(Pattern pattern, List<String> lines) {
    List<String> found =
        lines.stream()
            .filter(line -> pattern.matcher(line).find())
            .map(line -> withoutNames(pattern, line))
            .toList();
    return found.stream()
        .filter(text -> text.contains("/"))
        .findFirst()
        .or(() -> found.stream().findFirst())
        .map(text -> text.replaceFirst("\\.$", ""));
  }

  /** What follows the last exception's name, but not less than the path. */
  private static String withoutNames(Pattern pattern, String line) {
    String text = line;
    Matcher names = EXCEPTION_NAME.matcher(line);
    while (names.find()) {
      String rest = line.substring(names.end());
      if (pattern.matcher(rest).find() && (rest.contains("/") || !text.contains("/"))) {
        text = rest;
      }
    }
    return text;
  }
}
