package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.LauncherScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/k2} works in any folder and from any working directory. */
class LauncherScriptTest {
  @TempDir private Path folder;
  private Path elsewhere;
  private LauncherScript script;

  @BeforeEach
  void install() throws IOException {
    elsewhere = Files.createDirectories(folder.resolve("working here"));
    script = LauncherScript.in(folder.resolve("my home"));
  }

  @Test
  void stateFolderIsInTheWorkingDirectory() {
    assertState(elsewhere.resolve(".k2"), script.run(elsewhere, Map.of(), "status"));
  }

  @Test
  void stateFolderMayHaveSpaces() {
    Path state = folder.resolve("my state");
    assertState(state, script.run(elsewhere, Map.of(), "status", "--state=" + state));
    assertState(state, script.run(elsewhere, Map.of("K2_STATE", state.toString()), "status"));
  }

  @Test
  void emptyVariableIsIgnored() {
    assertState(elsewhere.resolve(".k2"), script.run(elsewhere, Map.of("K2_STATE", ""), "status"));
  }

  @Test
  void symbolicLinkWorks() throws IOException {
    Path link = Files.createDirectories(folder.resolve("local bin")).resolve("k2");
    Files.createSymbolicLink(link, link.getParent().relativize(script.file()));
    assertState(elsewhere.resolve(".k2"), LauncherScript.run(link, elsewhere, "status"));
  }

  @Test
  void exitCodeIsThatOfTheCommand() {
    assertThat(script.run(elsewhere, Map.of(), "sql", "SELECT 1").exitCode()).isEqualTo(2);
  }

  @Test
  void pluginsAreJarsAndFoldersOfJars() throws IOException {
    Path jar = plugin(elsewhere.resolve("one plugin.jar"), "com.example.First");
    Path more = Files.createDirectories(folder.resolve("more plugins"));
    plugin(more.resolve("second.jar"), "com.example.Second");

    // The names of the missing classes show which jars are on the class path.
    assertThat(unknownExchange(jar.getFileName().toString())).contains("com.example.First");
    assertThat(unknownExchange(jar.toString())).contains("com.example.First");
    assertThat(unknownExchange(more.toString())).contains("com.example.Second");
    assertThat(unknownExchange(":" + folder.resolve("my home/bin/k2") + ":" + more))
        .contains("com.example.Second");
  }

  @Test
  void missingPluginsAreNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Map<String, String> folderWithoutJars = Map.of("K2_PLUGINS", empty.toString());
    K2Process.Result none = script.run(elsewhere, folderWithoutJars, "status");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .isEqualTo("k2: K2_PLUGINS names the folder " + empty + ", which has no jars.\n");

    K2Process.Result missing = script.run(elsewhere, Map.of("K2_PLUGINS", "no.jar"), "status");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo("k2: K2_PLUGINS names " + elsewhere + "/no.jar, which does not exist.\n");
  }

  @Test
  void anotherJavaIsNamed() throws IOException {
    for (String version : new String[] {"11.0.2", "21.0.1"}) {
      Path jdk = jdk(version);
      K2Process.Result status =
          script.run(elsewhere, Map.of("JAVA_HOME", jdk.toString()), "status");
      assertThat(status.exitCode()).isEqualTo(2);
      assertThat(status.err())
          .isEqualTo(
              "k2: K2 runs on Java 17, but "
                  + jdk
                  + "/bin/java is Java "
                  + version
                  + ". Set JAVA_HOME to a JDK 17.\n");
    }
  }

  @Test
  void fewOpenFilesAreNamed() {
    K2Process.Result status =
        LauncherScript.runShell(elsewhere, "ulimit -n 200; exec '" + script.file() + "' status");
    assertThat(status.exitCode()).as(status.all()).isEqualTo(2);
    assertThat(status.err())
        .startsWith("k2: This shell may open only 200 files, and K2 needs 1024.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "g", "0", "2gb", "-1", "1 g", "512", "1m", "08g", "99999999g"})
  void wrongHeapIsNamed(String heap) {
    K2Process.Result status = script.run(elsewhere, Map.of("K2_HEAP", heap), "status");
    assertThat(status.exitCode()).isEqualTo(2);
    assertThat(status.err())
        .isEqualTo(
            "k2: K2_HEAP="
                + heap
                + " is not the size of a heap. Write, for example, 768m or 2g.\n");
  }

  @Test
  void heapMayHaveAnyUnit() {
    for (String heap : new String[] {"", "300m", "500000k", "400000000"}) {
      assertState(
          elsewhere.resolve(".k2"), script.run(elsewhere, Map.of("K2_HEAP", heap), "status"));
    }
  }

  /** Exit code 1 would be a discrepancy that verify has found. */
  @Test
  void failedBuildIsNotADiscrepancy() throws IOException {
    Files.delete(folder.resolve("my home/runners/target/k2.classpath"));
    Path maven = Files.createDirectories(folder.resolve("maven")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho cannot resolve\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    String path = maven.getParent() + ":" + System.getenv("PATH");

    K2Process.Result verify = script.run(elsewhere, Map.of("PATH", path), "verify");

    assertThat(verify.exitCode()).isEqualTo(2);
    assertThat(verify.err())
        .contains("cannot resolve\nk2: The build failed. All of its output is in ");
  }

  @Test
  void clusterIsBuiltFromTwoMoreModules() throws IOException {
    Path maven = Files.createDirectories(folder.resolve("maven")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho \"$@\"\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment =
        Map.of("PATH", maven.getParent() + ":" + System.getenv("PATH"));

    assertThat(script.run(elsewhere, environment, "up", "--cluster").err())
        .contains("-pl runners,runners/stock-spark,runners/spark-jar -am package");

    // Without a space, which Spark would not accept.
    Path home = folder.resolve("home");
    LauncherScript other = LauncherScript.in(home);
    Path runners = home.resolve("runners");
    Files.createDirectories(runners.resolve("spark-jar"));
    Files.writeString(
        runners.resolve("spark-jar/pom.xml"), "<parent>\n  <version>2</version>\n</parent>");
    Path jars = Files.createDirectories(runners.resolve("stock-spark/target/home/jars"));
    Path pom = Files.createFile(runners.resolve("stock-spark/pom.xml"));
    Files.setLastModifiedTime(pom, FileTime.from(Instant.now().minusSeconds(60)));
    Files.setLastModifiedTime(jars, FileTime.from(Instant.now().minusSeconds(90)));
    Files.createDirectories(runners.resolve("stock-spark/target/home/bin"));
    Files.createFile(runners.resolve("stock-spark/target/home/bin/spark-submit"));
    Files.setLastModifiedTime(
        runners.resolve("spark-jar/pom.xml"), FileTime.from(Instant.now().minusSeconds(60)));
    Path jar = runners.resolve("spark-jar/target/k2-pipelines-1-spark.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(other.run(elsewhere, environment, "up", "--cluster").err())
        .as("with the jar of another version only")
        .contains("The build failed");
    assertThat(jars).as("older than its POM").doesNotExist();

    Files.createDirectories(jars);
    Files.move(jar, jar.resolveSibling("k2-pipelines-2-spark.jar"));
    K2Process.Result up = other.run(elsewhere, environment, "up", "--cluster", "--plan=none");
    assertThat(up.err()).contains("The plan " + elsewhere.resolve("none") + " cannot be read");
    assertThat(up.exitCode()).isEqualTo(2);
  }

  /** A JDK that never runs. */
  private Path jdk(String version) throws IOException {
    Path jdk = folder.resolve("jdk " + version);
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  @Test
  void sourcesOfOtherModulesAreNotWatched() throws IOException {
    Path example = folder.resolve("my home/examples/src/main/New.java");
    Files.createDirectories(example.getParent());
    Files.writeString(example, "class New {}");
    Files.setLastModifiedTime(example, FileTime.from(Instant.now().plusSeconds(60)));
    assertState(elsewhere.resolve(".k2"), script.run(elsewhere, Map.of(), "status"));
  }

  private String unknownExchange(String plugins) {
    return script
        .run(elsewhere, Map.of("K2_PLUGINS", plugins), "feed", "--exchange=x", "--file=x")
        .err();
  }

  /** A jar that registers an exchange whose class it lacks. */
  private static Path plugin(Path file, String exchange) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), new Manifest())) {
      jar.putNextEntry(new ZipEntry("META-INF/services/com.k2.marketdata.exchange.Exchange"));
      jar.write(exchange.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static void assertState(Path expected, K2Process.Result status) {
    assertThat(status.exitCode()).as(status.all()).isZero();
    assertThat(status.out()).startsWith("State folder: " + expected + "\n").contains("stopped");
    assertThat(status.err()).isEmpty();
  }
}
