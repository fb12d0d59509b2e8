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

class CatalogMixinTest {

  @Command(name = "verb")
  private static final class Verb implements Runnable {
    @Mixin private CatalogAndKafkaMixin catalog;

    @Parameters(arity = "0..1")
    private String query;

    @Override
    public void run() {}
  }

  @Test
  void withoutOptionsItIsTheStateFoldersCatalogAndNoKafka(@TempDir Path state) {
    LocalCatalog.in(state, "market_data");
    Verb verb = parse("--state=" + state);

    assertThat(verb.catalog.catalog().properties().get("uri")).contains(state.toString());
    assertThat(verb.catalog.catalog().namespace()).isEqualTo("market_data");
    assertThat(verb.catalog.kafka()).isEmpty();
  }

  @Test
  void catalogAndKafkaPropertiesAreTakenAsThePipelinesTakeThem() {
    Verb verb =
        parse(
            "--catalog.type=rest",
            "SELECT 1",
            "--catalog.uri=http://127.0.0.1:1",
            "--namespace=other",
            "--bootstrap=127.0.0.1:2",
            "--kafka.client.id=me");

    assertThat(verb.query).isEqualTo("SELECT 1");
    assertThat(verb.catalog.catalog().namespace()).isEqualTo("other");
    assertThat(verb.catalog.catalog().properties())
        .containsEntry("type", "rest")
        .containsEntry("uri", "http://127.0.0.1:1");
    assertThat(verb.catalog.kafka().orElseThrow().properties())
        .containsEntry("bootstrap.servers", "127.0.0.1:2")
        .containsEntry("client.id", "me");
  }

  @Test
  void aVerbThatOnlyReadsTablesHasNoOptionsOfKafka() {
    String help = new CommandLine(new SqlCommand()).getUsageMessage();
    assertThat(help)
        .contains("--state", "--namespace", "--catalogConfig")
        .doesNotContain("--bootstrap", "--kafkaConfig");
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertThatThrownBy(() -> parse("--catalogue=x").catalog.catalog())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("catalogue");
  }

  private static Verb parse(String... args) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(args);
    return verb;
  }
}
