package com.k2.marketdata.options.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.MaintainOptions;
import com.k2.marketdata.options.TradePipelineOptions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DescribedOptionTest {
  private static final List<DescribedOption> PIPELINE =
      DescribedOption.of(TradePipelineOptions.class);

  static Stream<DescribedOption> all() {
    return Stream.concat(PIPELINE.stream(), DescribedOption.of(MaintainOptions.class).stream());
  }

  @Test
  void groupsAreInTheOrderOfTheInterfaces() {
    assertThat(PIPELINE.stream().map(DescribedOption::group).distinct())
        .containsExactly(
            "Exchanges",
            "Kafka",
            "Catalog",
            "Watchdog",
            "Decoding and validation",
            "Cycles",
            "Supervision",
            "Spill files");
  }

  @Test
  void annotationsAreRead() {
    DescribedOption exchange = named("exchange");
    assertThat(exchange.required()).isTrue();
    assertThat(exchange.choices()).contains("binance", "kraken");
    DescribedOption onFatal = named("onFatal");
    assertThat(onFatal.choices()).containsExactly("exit", "hold");
    assertThat(onFatal.defaultText()).contains("exit");
    assertThat(named("catalog").type()).isEqualTo(Map.class);
    assertThat(named("catalogConfig").defaultText()).isEmpty();
  }

  /** So that an option of this kind that is added later has a form, too. */
  @ParameterizedTest
  @MethodSource("all")
  void durationsAndSizesHaveAForm(DescribedOption option) {
    if (option.type() == String.class && option.defaultText().isPresent()) {
      String text = option.defaultText().get();
      assertThat(option.regex().isPresent())
          .as(option.name())
          .isEqualTo(isQuantity(text) || List.of("once", "auto", "off").contains(text));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void defaultsHaveTheirForm(DescribedOption option) {
    option
        .regex()
        .ifPresent(
            regex ->
                option
                    .defaultText()
                    .ifPresent(text -> assertThat(Pattern.matches(regex, text)).isTrue()));
  }

  private static boolean isQuantity(String text) {
    try {
      Quantities.duration("option", text);
      return true;
    } catch (UsageException e) {
      return text.matches("\\d+[kmg]");
    }
  }

  private static DescribedOption named(String name) {
    return PIPELINE.stream().filter(option -> option.name().equals(name)).findFirst().orElseThrow();
  }
}
