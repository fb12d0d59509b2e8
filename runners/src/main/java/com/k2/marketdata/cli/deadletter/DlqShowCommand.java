package com.k2.marketdata.cli.deadletter;

import com.k2.marketdata.cli.option.CatalogMixin;
import com.k2.marketdata.cli.option.DeadLetterMixin;
import com.k2.marketdata.cli.option.ExchangesMixin;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.replay.DeadLetterFilter;
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

/** Shows dead letters of exchanges. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show some dead letters: coordinates, reason, state, detail and message.")
final class DlqShowCommand implements Runnable {
  /** More bytes of a message are not shown. */
  private static final int MAX_BYTES = 256;

  @Spec private CommandSpec spec;
  @Mixin private CatalogMixin catalog;
  @Mixin private ExchangesMixin exchanges;
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
    DeadLetterFilter filter = deadLetters.filter(Instant.now());
    int left = limit;
    for (ExchangeLake lake : exchanges.lakes(catalog)) {
      left -= show(lake, filter, left);
    }
    if (left == limit) {
      spec.commandLine().getOut().println("No dead letters.");
    }
  }

  /** Shows dead letters of an exchange, and returns their number. */
  private int show(ExchangeLake lake, DeadLetterFilter filter, int most) {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetterSample sample =
        DeadLetterSample.of(
            catalog.catalog(), Exchanges.named(lake.exchange()), lake.topic(), filter, most);
    for (DeadLetterSample.Shown shown : sample.letters()) {
      Letter letter = shown.letter();
      line(
          out,
          sample.topic() + "-" + letter.partition() + "@" + letter.offset(),
          letter.reason() + ", " + letter.time() + ", " + letter.state().words());
      line(out, "  detail", shown.detail());
      print(out, shown.value());
    }
    return sample.letters().size();
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
