package com.k2.marketdata.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.report.Finding;
import com.k2.marketdata.plan.report.PlanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates that ship with K2. */
class TemplateTest {
  private static final ResourcePlan LEAN = ResourcePlan.of("lean");

  static Stream<Template> all() {
    return Template.all().stream();
  }

  @Test
  void everyFileIsATemplate() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("templates"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Template.NAMES.stream().map(name -> name + ".yaml").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void fieldsAreThoseOfASparkApplication(Template template) {
    assertThat(template.name()).isIn(Template.NAMES);
    assertThat(template.description()).endsWith(".");
    assertThat(SparkBlock.errors(template.spark())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void restartsAreBounded(Template template) throws ClassNotFoundException {
    JsonNode policy = template.spark().path("restartPolicy");
    assertThat(policy.path("type").asText()).isEqualTo("OnFailure");
    assertThat(policy.path("onFailureRetries").asInt(-1)).isBetween(0, 10);
    assertThat(Class.forName(template.mainClass())).hasDeclaredMethods("main");
  }

  @ParameterizedTest
  @MethodSource("all")
  void jobsThatRunForeverHoldAfterAFatalFailure(Template template) {
    boolean isForever = template.isPlanned() || template.defaults().has("trigger");
    assertThat(template.defaults().path("onFatal").asText()).isEqualTo(isForever ? "hold" : "");
  }

  @ParameterizedTest
  @MethodSource("all")
  void sizesFitBesideThePlanLean(Template template) {
    Job medallion = LEAN.job("medallion");
    Optional<Sizes> sizes = Sizes.of(template);
    assertThat(sizes.isPresent()).isEqualTo(!template.name().equals("medallion"));
    sizes.ifPresent(
        own -> {
          List<Job> jobs = new ArrayList<>(LEAN.jobs());
          jobs.add(
              new Job(
                  template.name(),
                  "bronze",
                  medallion.exchanges(),
                  medallion.partitions(),
                  own.driver(),
                  own.executor(),
                  medallion.rate(),
                  medallion.recordBytes(),
                  medallion.trigger(),
                  medallion.maxRecordsPerCycle(),
                  Optional.empty()));
          assertThat(
                  PlanReport.of(new ResourcePlan("test", LEAN.workers(), LEAN.daemons(), jobs))
                      .findings()
                      .stream()
                      .filter(Finding::refused))
              .isEmpty();
        });
  }

  @Test
  void planHasTheSizesOfMedallion() {
    Template medallion = Template.named("medallion");
    assertThat(PlanChoice.DEFAULT.of(medallion, List.of("kraken"))).isPresent();
    PlanChoice job = new PlanChoice(Optional.of("classic"), Optional.of("silver-kraken"));
    assertThat(job.of(Template.named("silver"), List.of("kraken"))).isPresent();
    assertThat(job.of(Template.named("silver"), List.of()).orElseThrow().exchanges())
        .containsExactly("kraken");
    assertThat(PlanChoice.DEFAULT.of(Template.named("silver"), List.of())).isEmpty();
  }

  @Test
  void planThatDoesNotFitIsRefused() {
    PlanChoice classic = new PlanChoice(Optional.of("classic"), Optional.empty());
    PlanChoice job = new PlanChoice(Optional.of("classic"), Optional.of("silver-kraken"));
    assertRefused(
        classic,
        "medallion",
        "The plan classic has no job that runs medallion of kraken. Its jobs are: bronze-binance,");
    assertRefused(job, "bronze", "runs silver, but the template runs bronze.");
    assertRefused(classic, "verify", "A plan has no job for the template verify.");
  }

  private static void assertRefused(PlanChoice choice, String template, String message) {
    assertThatThrownBy(() -> choice.of(Template.named(template), List.of("kraken")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void verificationIsNotRepeated() {
    assertThat(Template.named("verify").spark().at("/restartPolicy/onFailureRetries").asInt(-1))
        .isZero();
  }

  @Test
  void unknownKeyOfATemplateIsRefused() {
    assertThatThrownBy(() -> Template.parse("bronze", "name: bronze\ndefault: {trigger: 10s}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("default is not a key");
  }

  @Test
  void unknownTemplateIsRefused() {
    assertThatThrownBy(() -> Template.named("medalion"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Did you mean medallion? The templates are: bronze,");
  }
}
