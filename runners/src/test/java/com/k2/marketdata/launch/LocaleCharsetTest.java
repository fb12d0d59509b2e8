package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.testing.K2Process;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleCharsetTest {
  private static final byte[] COMMAND_LINE =
      "java\0--topic=trades\0--state=/tmp/aü\0".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void argumentOfAnotherCharsetIsNamed() {
    assertThatThrownBy(() -> LocaleCharset.requireReadable(COMMAND_LINE, StandardCharsets.US_ASCII))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The argument '--state=/tmp/aü' has bytes that are not US-ASCII.")
        .hasMessageContaining("LC_ALL=C.UTF-8");
    byte[] latin = "sql\0SELECT 'ü'\0".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> LocaleCharset.requireReadable(latin, StandardCharsets.UTF_8))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void argumentsOfTheLocalesCharsetAreAccepted() {
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1}) {
      assertThatCode(() -> LocaleCharset.requireReadable(COMMAND_LINE, charset))
          .doesNotThrowAnyException();
    }
    assertThatCode(LocaleCharset::requireReadable).doesNotThrowAnyException();
  }

  @Test
  void argumentIsRefusedInPlainLocale() {
    K2Process.Result result = inPlainLocale("status --state=$'/tmp/a\\xc3\\xbc'", "");

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("k2: The argument '--state=/tmp/aü' has bytes that are not US-ASCII.")
        .hasLineCount(1);
  }

  @Test
  void stateFolderIsRefusedInPlainLocale() {
    K2Process.Result result = inPlainLocale("status", "export K2_STATE=$'/tmp/a\\xc3\\xbc';");

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.err()).startsWith("k2: The path '/tmp/a").contains("LC_ALL=C.UTF-8");
    assertThat(result.err()).hasLineCount(1);
  }

  @Test
  void workingDirectoryIsRefusedInPlainLocale() {
    K2Process.Result result =
        inPlainLocale("status", "mkdir $'a\\xc3\\xbc'; cd $'a\\xc3\\xbc' || exit;");

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("k2: The working directory is not found at ")
        .hasLineCount(1);
  }

  /** A shell passes the bytes, whatever the charset of this JVM is. */
  private K2Process.Result inPlainLocale(String arguments, String before) {
    return K2Process.runShell(
        folder, Map.of("LC_ALL", "C"), before + " exec " + K2Process.COMMAND + " " + arguments);
  }
}
