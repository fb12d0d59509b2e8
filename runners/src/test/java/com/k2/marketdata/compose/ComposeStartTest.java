package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.ResourcePlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which {@code docker-compose.yml} starts services, and what is restarted. */
class ComposeStartTest {
  private static final Path HOME = Path.of("..");
  private static final ComposeFile FILE = ComposeFile.read(HOME);

  @Test
  void serversAreCheckedAndRestarted() {
    assertThat(servers())
        .extracting(Service::name)
        .contains("kafka", "postgres", "maintain", "lean-master", "classic-silver-kraken");
    assertThat(servers())
        .allSatisfy(
            server -> {
              assertThat(server.text("restart")).isEqualTo("unless-stopped");
              assertThat(server.healthCheck()).isNotEmpty();
              Map<?, ?> check = server.map("healthcheck");
              assertThat(List.of("interval", "timeout", "retries", "start_period"))
                  .allSatisfy(field -> assertThat(check.get(field)).as(field).isNotNull());
            });
  }

  @Test
  void othersEndWithoutHealthCheck() {
    assertThat(FILE.services().values())
        .filteredOn(service -> !service.isServer())
        .extracting(Service::name, Service::healthCheck)
        .allSatisfy(service -> assertThat(service.toList().get(1)).isEqualTo(List.of()))
        .extracting(service -> service.toList().get(0))
        .containsExactly("bucket", "catalog", "topics", "verify");
  }

  @Test
  void dependenciesAreReadyOrDone() {
    for (Service service : FILE.services().values()) {
      assertThat(service.dependencies())
          .allSatisfy(
              (name, condition) ->
                  assertThat(condition)
                      .as("%s waits for %s", service, name)
                      .isEqualTo(
                          FILE.service(name).isServer()
                              ? "service_healthy"
                              : "service_completed_successfully"));
    }
  }

  /** A service of a profile that does not run would keep others from starting. */
  @Test
  void dependenciesRunInTheSameProfile() {
    for (Service service : FILE.services().values()) {
      for (String name : service.dependencies().keySet()) {
        assertThat(FILE.service(name).list("profiles"))
            .as("%s waits for %s", service, name)
            .isIn(List.of(), service.list("profiles"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lean", "classic"})
  void driversWaitForAllThatTheyUse(String plan) {
    ResourcePlan.of(plan)
        .jobs()
        .forEach(
            job ->
                assertThat(FILE.service(plan + "-" + job.name()).dependencies())
                    .containsOnlyKeys("topics", "registry", "catalog", plan + "-master"));
    assertThat(FILE.service("catalog").dependencies()).containsOnlyKeys("postgres", "bucket");
  }

  /** Supervisors restart any process that exits, so jobs must hold instead. */
  @Test
  void jobsHoldAfterFailuresThatRecur() {
    assertThat(servers())
        .filteredOn(server -> server.command().contains("/opt/k2/submit"))
        .hasSize(6)
        .allSatisfy(
            driver -> {
              assertThat(driver.option("--onFatal")).isEqualTo("hold");
              assertThat(driver.option("--healthFile")).isEqualTo("/tmp/k2.health");
              assertThat(driver.healthCheck()).startsWith("/opt/k2/healthy");
              assertThat(driver.text("stop_grace_period")).isEqualTo("90s");
            });
  }

  @Test
  void maintenanceRunsEverySixHours() {
    assertThat(FILE.service("maintain").command())
        .containsSequence("maintain", "--execute", "--trigger=6h");
  }

  @Test
  void onePlanRunsByDefault() {
    assertThat(FILE.variable("COMPOSE_PROFILES")).isEqualTo("lean");
    assertThat(FILE.services().values())
        .allSatisfy(
            service ->
                assertThat(service.list("profiles"))
                    .isIn(List.of(), List.of("lean"), List.of("classic"), List.of("tools")))
        .filteredOn(service -> service.name().matches("(lean|classic)-.*"))
        .allSatisfy(
            service ->
                assertThat(service.list("profiles"))
                    .containsExactly(service.name().replaceFirst("-.*", "")));
  }

  /** Compose does not start a service whose file of variables is missing. */
  @Test
  void bothPlansInTheEnvironmentAreRefused() {
    assertThat(ResourcePlan.SHIPPED).allSatisfy(plan -> assertThat(variablesOf(plan)).exists());
    assertThat(variablesOf("lean,classic")).doesNotExist();
    assertThat(FILE.services().values())
        .filteredOn(service -> service.name().matches("(lean|classic)-(?!master|worker).*"))
        .allSatisfy(driver -> assertThat(driver.dependencies()).containsKey("catalog"));
  }

  /** The second master cannot start, and neither can those that wait for it. */
  @Test
  void bothPlansAsFlagsAreRefused() {
    List<String> ports = FILE.service("lean-master").list("ports");
    assertThat(ports).isNotEmpty().isEqualTo(FILE.service("classic-master").list("ports"));
    assertThat(FILE.services().values())
        .filteredOn(service -> service.name().matches("(lean|classic)-(?!master).*"))
        .allSatisfy(
            service ->
                assertThat(service.dependencies())
                    .containsKey(service.list("profiles").get(0) + "-master"));
  }

  private static Path variablesOf(String profiles) {
    Map<String, String> environment = new HashMap<>();
    ComposeFile.SECRETS.forEach(secret -> environment.put(secret, "secret"));
    environment.put("COMPOSE_PROFILES", profiles);
    List<String> files = ComposeFile.read(HOME, environment).service("catalog").list("env_file");
    assertThat(Set.copyOf(files)).hasSize(1);
    return HOME.resolve(files.get(0));
  }

  private static List<Service> servers() {
    return FILE.services().values().stream().filter(Service::isServer).toList();
  }
}
