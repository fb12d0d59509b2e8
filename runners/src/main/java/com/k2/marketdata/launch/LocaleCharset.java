package com.k2.marketdata.launch;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The charset of the locale. The JVM decodes arguments with it and encodes file names with it; a
 * character that it lacks becomes a question mark without an error. It cannot be changed after the
 * start of the JVM. {@code bin/k2} sets a UTF-8 locale; this class is for other ways to start K2.
 */
public final class LocaleCharset {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private LocaleCharset() {}

  /**
   * Checks the arguments and the working directory of this process.
   *
   * @throws UsageException if the locale's charset cannot represent them
   */
  public static void requireReadable() {
    try {
      if (Files.isReadable(COMMAND_LINE)) {
        requireReadable(Files.readAllBytes(COMMAND_LINE), ofJvm());
      }
    } catch (IOException e) {
      // Without access to the command line, the arguments are not checked.
    }
    Path directory = Path.of("").toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          "The working directory is not found at " + directory + ". " + advice());
    }
  }

  /** A usage error with the path that caused a failure, if a path could not be encoded. */
  public static Optional<UsageException> refusal(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(InvalidPathException.class::isInstance)
        .map(InvalidPathException.class::cast)
        .findFirst()
        .map(
            e ->
                new UsageException(
                    "The path '"
                        + e.getInput()
                        + "' is not valid: "
                        + e.getReason()
                        + ". "
                        + advice(),
                    e));
  }

  /** Each argument ends with a zero byte. */
  static void requireReadable(byte[] commandLine, Charset charset) {
    int begin = 0;
    for (int end = 0; end < commandLine.length; end++) {
      if (commandLine[end] == 0) {
        requireReadable(ByteBuffer.wrap(commandLine, begin, end - begin), charset);
        begin = end + 1;
      }
    }
  }

  private static void requireReadable(ByteBuffer argument, Charset charset) {
    try {
      charset.newDecoder().decode(argument.duplicate());
    } catch (CharacterCodingException e) {
      String text = Printable.line(StandardCharsets.UTF_8.decode(argument).toString());
      throw new UsageException(
          "The argument '" + text + "' has bytes that are not " + charset + ". " + advice(), e);
    }
  }

  private static String advice() {
    return "The charset of the locale is "
        + ofJvm()
        + ". To use other characters in arguments and paths, set LC_ALL=C.UTF-8.";
  }

  private static Charset ofJvm() {
    return Charset.forName(System.getProperty("sun.jnu.encoding"));
  }
}
