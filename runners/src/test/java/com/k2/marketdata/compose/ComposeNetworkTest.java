package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of {@code docker-compose.yml} and of the files of its services. */
class ComposeNetworkTest {
  private static final ComposeFile FILE = ComposeFile.read(Path.of(".."));
  private static final Pattern ADDRESS =
      Pattern.compile("(?<=^|//|[=\"])([a-z][a-z0-9-]*):(\\d{4,5})(?!\\d)");
  private static final List<String> CONFIGURATION =
      List.of(
          "docker/k2/catalog.properties",
          "docker/kafka/server.properties",
          "docker/prometheus/prometheus.yml",
          "docker/grafana/datasources.yaml");

  @ParameterizedTest
  @ValueSource(strings = {"lean", "classic"})
  void addressesAreThoseOfServices(String plan) {
    Map<String, Service> hosts = hosts(plan);
    List<MatchResult> addresses = addresses(plan);
    assertThat(addresses)
        .extracting(address -> address.group(1))
        .contains("kafka", "registry", "postgres", "store", "spark-master", "spark-worker-2");
    for (MatchResult address : addresses) {
      assertThat(hosts).containsKey(address.group(1));
      assertThat(listening(hosts.get(address.group(1))))
          .as(address.group())
          .containsPattern("(?<!\\d)" + address.group(2) + "(?!\\d)");
    }
  }

  /** A worker tells the master and drivers its name, and its executors theirs. */
  @Test
  void namesOfHostsAreKnownToOthers() {
    assertThat(FILE.services().values())
        .filteredOn(service -> service.name().matches("(lean|classic)-.*"))
        .allSatisfy(service -> assertThat(service.hosts()).contains(service.text("hostname")));
  }

  /** Kafka and Spark have no passwords here, and nothing is encrypted. */
  @Test
  void portsArePublishedOnLoopbackOnly() {
    List<String> published =
        FILE.services().values().stream()
            .flatMap(service -> service.list("ports").stream())
            .toList();
    assertThat(published)
        .isNotEmpty()
        .allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:\\d+:\\d+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lean", "classic"})
  void publishedPortsDiffer(String plan) {
    assertThat(
            services(plan).stream()
                .flatMap(service -> service.list("ports").stream())
                .map(port -> port.split(":")[1]))
        .doesNotHaveDuplicates();
  }

  /** Kafka sends clients to these addresses: containers to the first, the host to the second. */
  @Test
  void kafkaAdvertisesAddressesOfItsClients() {
    String published = FILE.service("kafka").list("ports").get(0).split(":")[1];
    assertThat(FILE.text("docker/kafka/server.properties"))
        .contains(
            "advertised.listeners=PLAINTEXT://kafka:9092,HOST://localhost:" + published + "\n");
  }

  private static List<Service> services(String plan) {
    return FILE.services().values().stream()
        .filter(
            service ->
                service.list("profiles").isEmpty()
                    || service.list("profiles").contains(plan)
                    || service.list("profiles").contains("tools"))
        .toList();
  }

  private static Map<String, Service> hosts(String plan) {
    Map<String, Service> hosts = new TreeMap<>();
    for (Service service : services(plan)) {
      for (String host : service.hosts()) {
        assertThat(hosts.put(host, service)).as(host).isNull();
      }
    }
    return hosts;
  }

  private static List<MatchResult> addresses(String plan) {
    Stream<String> words =
        services(plan).stream()
            .flatMap(
                service ->
                    Stream.of(
                        service.command(),
                        service.healthCheck(),
                        List.copyOf(service.environment().values())))
            .flatMap(List::stream);
    Stream<String> lines = CONFIGURATION.stream().flatMap(file -> FILE.text(file).lines());
    return Stream.concat(words, lines)
        .flatMap(text -> ADDRESS.matcher(text).results())
        .filter(address -> !address.group(1).equals("localhost"))
        .toList();
  }

  /** The ports are in the command or the health check; PostgreSQL has its default. */
  private static String listening(Service service) {
    String port = service.name().equals("postgres") ? " 5432" : "";
    return service.command() + " " + service.healthCheck() + port;
  }
}
