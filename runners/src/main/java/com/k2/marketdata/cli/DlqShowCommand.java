package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogMixin;
import com.k2.marketdata.cli.option.DeadLetterMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.replay.DeadLetterSample;
import com.k2.marketdata.replay.Letter;
import com.k2.marketdata.text.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows dead letters of an exchange. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show some dead letters of an exchange: coordinates, reason, detail and message.")
final class DlqShowCommand implements Runnable {
  /** More bytes of a message are not shown. */
  private static final int MAX_BYTES = 256;

  @Spec private CommandSpec spec;
  @Mixin private CatalogMixin catalog;
  @Mixin private ExchangeMixin exchange;
  @Mixin private DeadLetterMixin deadLetters;

  @Option(
      names = "--limit",
      defaultValue = "10",
      paramLabel = "NUMBER",
      description = "Show at most this number, 10000 at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public void run() {
    if (limit < 1 || limit > 10_000) {
      throw new UsageException("--limit=" + limit + ": must be from 1 to 10000.");
    }
    DeadLetterSample sample =
        DeadLetterSample.of(
            catalog.catalog(),
            exchange.exchange(),
            exchange.lake(catalog).topic(),
            deadLetters.filter(Instant.now()),
            limit);
    PrintWriter out = spec.commandLine().getOut();
    if (sample.letters().isEmpty()) {
      out.println("No dead letters.");
    }
    for (DeadLetterSample.Shown shown : sample.letters()) {
      Letter letter = shown.letter();
      line(
          out,
          sample.topic() + "-" + letter.partition() + "@" + letter.offset(),
          letter.reason() + ", " + letter.time() + ", " + letter.state().words());
      line(out, "  detail", shown.detail());
      print(out, shown.value());
    }
  }

  private static void print(PrintWriter out, byte @Nullable [] value) {
    if (value == null) {
      line(out, "  value", "null");
      return;
    }
    byte[] begin = Arrays.copyOf(value, Math.min(value.length, MAX_BYTES));
    String rest = begin.length < value.length ? "… (" + value.length + " bytes)" : "";
    line(out, "  hex", HexFormat.of().formatHex(begin) + rest);
    line(out, "  text", new String(begin, StandardCharsets.UTF_8) + rest);
  }

  private static void line(PrintWriter out, String name, String text) {
    out.println(name + ": " + Printable.line(text));
  }
}
