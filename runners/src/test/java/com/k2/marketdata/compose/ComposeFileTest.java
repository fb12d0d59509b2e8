package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;

/** What containers of {@code docker-compose.yml} may do, what they run, and what they keep. */
class ComposeFileTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?\\d[\\w.-]*");
  private static final Pattern VERSION = Pattern.compile("<version>(.+)</version>");
  private static final Map<String, String> SECRETS =
      ComposeFile.SECRETS.stream()
          .collect(Collectors.toMap(name -> name, name -> "hidden-" + name));
  private static final ComposeFile FILE = ComposeFile.read(HOME, SECRETS);

  @Test
  void containersHaveNoRights() {
    assertThat(FILE.services().values())
        .allSatisfy(
            service -> {
              assertThat(service.text("read_only")).isEqualTo("true");
              assertThat(service.list("cap_drop")).containsExactly("ALL");
              assertThat(service.list("cap_add")).isEmpty();
              assertThat(service.list("security_opt")).containsExactly("no-new-privileges:true");
              assertThat(service.text("user")).matches("[1-9]\\d*:[1-9]\\d*");
              assertThat(service.text("privileged")).isEmpty();
              assertThat(service.text("network_mode")).isEmpty();
              assertThat(service.text("pid")).isEmpty();
              assertThat(service.text("pids_limit")).isNotEmpty();
            });
  }

  @Test
  void imagesHaveVersions() {
    assertThat(FILE.services().values())
        .extracting(service -> service.text("image"))
        .allSatisfy(image -> assertThat(image.replace("k2-pipelines:", "k2:")).matches(PINNED));
    assertThat(FILE.variable("K2_IMAGE_SPARK"))
        .matches(PINNED)
        .contains(":" + package$.MODULE$.SPARK_VERSION() + "-scala2.12-java17-");
  }

  @Test
  void versionsAreThoseThatTestsUse() {
    Matcher version = VERSION.matcher(FILE.text("pom.xml"));
    assertThat(version.find()).isTrue();
    assertThat(tag("K2_IMAGE")).isEqualTo(version.group(1));
    assertThat(FILE.variable("K2_VERSION")).isEqualTo(version.group(1));
    assertThat(tag("K2_IMAGE_KAFKA")).isEqualTo(AppInfoParser.getVersion());
    assertThat(FILE.text("runners/src/main/java/com/k2/marketdata/stack/LocalRegistry.java"))
        .contains("VERSION = \"" + tag("K2_IMAGE_REGISTRY") + "\"");
    assertThat(FILE.text("runners/image/pom.xml")).contains(FILE.variable("K2_IMAGE_SPARK"));
  }

  @Test
  void eachVolumeBelongsToOneService() {
    List<String> mounted = new ArrayList<>();
    FILE.services().values().stream()
        .flatMap(service -> service.mounts().stream())
        .filter(Service.Mount::isVolume)
        .map(Service.Mount::source)
        .filter(source -> !source.isEmpty())
        .forEach(mounted::add);
    assertThat(mounted).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(FILE.volumes());
  }

  /** Several containers of this service may run at the same time, and each clears its volume. */
  @Test
  void eachContainerOfVerifyHasItsOwnVolume() {
    assertThat(FILE.service("verify").mounts())
        .contains(new Service.Mount("", "/var/lib/k2", false));
  }

  @Test
  void filesOfTheRepositoryAreReadOnly() {
    assertThat(mounts().filter(mount -> !mount.isVolume()))
        .isNotEmpty()
        .allSatisfy(
            mount -> {
              assertThat(mount.readOnly()).isTrue();
              assertThat(HOME.resolve(mount.source())).exists();
            });
  }

  /** A log without a limit fills the disk. */
  @Test
  void logsAreLimited() {
    assertThat(FILE.services().values())
        .allSatisfy(
            service ->
                assertThat(service.map("logging").toString()).contains("max-file", "max-size"));
  }

  /** With a question mark, compose refuses to start without them. */
  @Test
  void secretsMustBeInTheEnvironment() {
    TreeSet<String> variables = new TreeSet<>();
    Matcher variable = ComposeFile.VARIABLE.matcher(FILE.text("docker-compose.yml"));
    while (variable.find()) {
      assertThat(variable.group(2)).as(variable.group()).isEqualTo("?");
      variables.add(variable.group(1));
    }
    assertThat(variables).containsAll(ComposeFile.SECRETS);
    assertThat(FILE.text(".env")).doesNotContain(ComposeFile.SECRETS);
    assertThat(variables.stream().filter(name -> !SECRETS.containsKey(name)))
        .allSatisfy(name -> assertThat(FILE.text(".env")).contains("\n" + name + "="));
  }

  /** Any user of the machine can read a command line. */
  @Test
  void secretsAreNotOnCommandLines() {
    assertThat(FILE.services().values())
        .allSatisfy(
            service -> {
              assertThat(service.command()).noneMatch(word -> word.contains("hidden-"));
              assertThat(service.healthCheck()).noneMatch(word -> word.contains("hidden-"));
            });
  }

  private static Stream<Service.Mount> mounts() {
    return FILE.services().values().stream().flatMap(service -> service.mounts().stream());
  }

  private static String tag(String variable) {
    return FILE.variable(variable).replaceFirst(".*:", "");
  }
}
