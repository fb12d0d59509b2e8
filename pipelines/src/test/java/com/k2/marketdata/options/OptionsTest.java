package com.k2.marketdata.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option has a description and a default, is required, or is nullable. */
class OptionsTest {

  static Stream<Method> getters() {
    return Arrays.stream(TradePipelineOptions.class.getMethods())
        .filter(
            method ->
                method.getDeclaringClass().getPackage().equals(OptionsTest.class.getPackage()))
        .filter(method -> method.getParameterCount() == 0);
  }

  @ParameterizedTest
  @MethodSource("getters")
  void everyOptionBelongsToAGroup(Method getter) {
    assertThat(getter.getDeclaringClass()).hasAnnotation(Description.class);
  }

  @ParameterizedTest
  @MethodSource("getters")
  void everyOptionIsDescribed(Method getter) {
    Description description = getter.getAnnotation(Description.class);
    assertThat(description).as(getter.getName()).isNotNull();
    assertThat(description.value()).as(getter.getName()).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("getters")
  void everyOptionHasADefaultOrIsMarked(Method getter) {
    boolean hasDefault =
        Arrays.stream(getter.getAnnotations())
            .map(Annotation::annotationType)
            .anyMatch(type -> Default.class.equals(type.getDeclaringClass()));
    boolean isRequired = getter.isAnnotationPresent(Validation.Required.class);
    boolean mayBeMissing = getter.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
    assertThat(Stream.of(hasDefault, isRequired, mayBeMissing).filter(holds -> holds).count())
        .as(getter.getName())
        .isEqualTo(1);
  }

  @Test
  void defaultsAreAsDesigned() {
    TradePipelineOptions options = PipelineOptionsFactory.as(TradePipelineOptions.class);
    assertThat(options.getTrigger()).isEqualTo("once");
    assertThat(options.getNamespace()).isEqualTo("market_data");
    assertThat(options.getStartingOffsets()).isEqualTo(CycleOptions.StartingOffsets.EARLIEST);
    assertThat(options.getOnHole()).isNull();
    assertThat(options.getMaxRejectedShare()).isEqualTo(0.5);
    assertThat(options.getMinRecordsForRejectedShare()).isEqualTo(1_000);
    assertThat(options.getFutureTolerance()).isEqualTo("5s");
    assertThat(options.getMaxTradeAge()).isEqualTo("365d");
  }

  @Test
  void optionsAreReadFromACommandLine() {
    TradePipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--exchange=binance,kraken", "--onHole=EXIT", "--startingOffsets=LATEST")
            .withValidation()
            .as(TradePipelineOptions.class);
    assertThat(options.getExchange()).containsExactly("binance", "kraken");
    assertThat(options.getOnHole()).isEqualTo(CycleOptions.OnHole.EXIT);
    assertThat(options.getStartingOffsets()).isEqualTo(CycleOptions.StartingOffsets.LATEST);
  }
}
