package com.k2.marketdata.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.testing.WebFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A symbol list that changes while a job runs. */
class CurrentJudgeTest {
  private static final String ONE_SYMBOL = symbols("BNB", "USD");

  private final WebFile web = new WebFile();
  private final AtomicLong nanos = new AtomicLong(-5);
  private final RuleOptions options = PipelineOptionsFactory.as(RuleOptions.class);

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void listIsReadAgainAfterTheInterval() {
    serve(ONE_SYMBOL);
    CurrentJudge judge = judge("10m");
    CurrentRules first = judge.current();
    serve(symbols("GALA", "EUR"));

    pass(Duration.ofMinutes(10).minusNanos(1));
    assertThat(judge.current()).isSameAs(first);
    pass(Duration.ofNanos(1));
    assertThat(judge.current().step()).isNotSameAs(first.step());
    assertThat(judge.current().fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void unchangedListKeepsTheStep() {
    serve(ONE_SYMBOL);
    CurrentJudge judge = judge("10m");
    CurrentRules first = judge.current();
    serve(ONE_SYMBOL.replace("[", "\n [ "));

    pass(Duration.ofMinutes(10));
    assertThat(judge.current()).isSameAs(first);
  }

  @Test
  void unreadableNewListKeepsTheOldOne() {
    serve(ONE_SYMBOL);
    CurrentJudge judge = judge("1m");
    CurrentRules first = judge.current();

    serve("<html>maintenance</html>");
    pass(Duration.ofMinutes(1));
    assertThat(judge.current()).isSameAs(first);
    web.serve(503, new byte[0]);
    pass(Duration.ofMinutes(1));
    assertThat(judge.current()).isSameAs(first);
    serve(symbols("GALA", "EUR"));
    assertThat(judge.current()).isSameAs(first);
    pass(Duration.ofMinutes(1));
    assertThat(judge.current()).isNotSameAs(first);
  }

  @Test
  void listIsReadOnceIfRefreshIsOff() {
    serve(ONE_SYMBOL);
    CurrentJudge judge = judge("off");
    CurrentRules first = judge.current();
    serve(symbols("GALA", "EUR"));

    pass(Duration.ofDays(1_000));
    assertThat(judge.current()).isSameAs(first);
  }

  @Test
  void fileIsReadAgainToo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("list.json"), ONE_SYMBOL);
    options.setSymbolList(file.toString());
    CurrentJudge judge = CurrentJudge.of(options, Exchanges.named("binance"), nanos::get);
    CurrentRules first = judge.current();
    Files.delete(file);
    pass(Duration.ofMinutes(10));
    assertThat(judge.current()).isSameAs(first);
    Files.writeString(file, symbols("GALA", "EUR"));
    pass(Duration.ofMinutes(10));
    assertThat(judge.current()).isNotSameAs(first);
  }

  @Test
  void unreadableListAtTheStartIsNamed() {
    web.serve(503, new byte[0]);
    assertThatThrownBy(() -> judge("10m"))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(web.url());
    serve("{}");
    assertThatThrownBy(() -> judge("10m"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(web.url());
  }

  @Test
  void addressWithAPasswordIsRefused() {
    options.setSymbolList("https://user:secret@example.com/list");
    assertThatThrownBy(() -> CurrentJudge.of(options, Exchanges.named("binance")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--symbolList")
        .hasMessageNotContaining("secret");
  }

  private CurrentJudge judge(String refresh) {
    options.setSymbolList(web.url());
    options.setSymbolListRefresh(refresh);
    return CurrentJudge.of(options, Exchanges.named("binance"), nanos::get);
  }

  private void serve(String list) {
    web.serve(200, list.getBytes(StandardCharsets.UTF_8));
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private static String symbols(String base, String quote) {
    return "{\"symbols\": [{\"symbol\": \"%s%s\", \"baseAsset\": \"%s\", \"quoteAsset\": \"%s\"}]}"
        .formatted(base, quote, base, quote);
  }
}
