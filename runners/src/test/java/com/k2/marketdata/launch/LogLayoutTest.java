package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

/** The layout of log lines in {@code log4j2.properties}. */
class LogLayoutTest {
  private static final String ODD = "a\u001b[2Jb\r\nc\u009b\u202e 币é";

  @Test
  void messageIsOneLineWithoutControlCharacters() throws URISyntaxException {
    String line = line(ODD, null);

    assertThat(line).endsWith("INFO  Here - a\ufffd[2Jb\\r\\nc\ufffd\ufffd 币é\n");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void stackTraceIsPrintedOnceWithoutControlCharacters() throws URISyntaxException {
    String line = line("failed", new IllegalStateException(ODD));

    assertThat(line)
        .contains("Here - failed\njava.lang.IllegalStateException: a\ufffd[2Jb\ufffd\nc");
    assertThat(line).containsOnlyOnce("IllegalStateException").endsWith("\n");
    assertThat(line).contains("\n\tat ").doesNotContain("\u001b", "\r", "\u009b", "\u202e");
  }

  private static String line(String message, @Nullable Throwable failure)
      throws URISyntaxException {
    try (LoggerContext context = new LoggerContext("test")) {
      context.setConfigLocation(LogLayoutTest.class.getResource("/log4j2.properties").toURI());
      context.start();
      Layout<?> layout = context.getConfiguration().getAppender("err").getLayout();
      Log4jLogEvent event =
          Log4jLogEvent.newBuilder()
              .setLoggerName("com.example.Here")
              .setLevel(Level.INFO)
              .setMessage(new SimpleMessage(message))
              .setThrown(failure)
              .build();
      return new String(layout.toByteArray(event), StandardCharsets.UTF_8);
    }
  }
}
