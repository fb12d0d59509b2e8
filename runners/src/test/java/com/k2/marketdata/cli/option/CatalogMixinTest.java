package com.k2.marketdata.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cli.SqlCommand;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Options of the catalog and of Kafka. */
class CatalogMixinTest {

  @Command(name = "command")
  private static final class TestCommand implements Runnable {
    @Mixin private CatalogAndKafkaMixin catalog;

    @Parameters(arity = "0..1")
    private String query;

    @Override
    public void run() {}
  }

  @Test
  void catalogOfTheStateFolderIsTheDefault(@TempDir Path state) {
    LocalCatalog.in(state, "market_data");
    TestCommand command = parse("--state=" + state);

    assertThat(command.catalog.catalog().properties().get("uri")).contains(state.toString());
    assertThat(command.catalog.catalog().namespace()).isEqualTo("market_data");
    assertThat(command.catalog.kafka()).isEmpty();
  }

  @Test
  void propertiesAreGivenAsForPipelines() {
    TestCommand command =
        parse(
            "--catalog.type=rest",
            "SELECT 1",
            "--catalog.uri=http://127.0.0.1:1",
            "--namespace=other",
            "--bootstrap=127.0.0.1:2",
            "--kafka.client.id=me");

    assertThat(command.query).isEqualTo("SELECT 1");
    assertThat(command.catalog.catalog().namespace()).isEqualTo("other");
    assertThat(command.catalog.catalog().properties())
        .containsEntry("type", "rest")
        .containsEntry("uri", "http://127.0.0.1:1");
    assertThat(command.catalog.kafka().orElseThrow().properties())
        .containsEntry("bootstrap.servers", "127.0.0.1:2")
        .containsEntry("client.id", "me");
  }

  @Test
  void readOnlyCommandHasNoKafkaOptions() {
    String help = new CommandLine(new SqlCommand()).getUsageMessage();
    assertThat(help)
        .contains("--state", "--namespace", "--catalogConfig")
        .doesNotContain("--bootstrap", "--kafkaConfig");
  }

  @Test
  void unknownOptionIsNamed() {
    assertThatThrownBy(() -> parse("--catalogue=x").catalog.catalog())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("catalogue");
  }

  @Test
  void kafkaSettingsWithoutServersAreBadUsage(@TempDir Path state) {
    TestCommand command = parse("--state=" + state, "--kafka.client.id=me");
    assertThatThrownBy(command.catalog::kafka)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--bootstrapServers");
  }

  @Test
  void jobNameOverridesItsDefault(@TempDir Path state) {
    String folder = "--state=" + state;
    assertThat(parse(folder).catalog.options("k2-verify").getJobName()).isEqualTo("k2-verify");
    assertThat(parse(folder, "--jobName=mine").catalog.options("k2-verify").getJobName())
        .isEqualTo("mine");
  }

  private static TestCommand parse(String... args) {
    TestCommand command = new TestCommand();
    new CommandLine(command).parseArgs(args);
    return command;
  }
}
