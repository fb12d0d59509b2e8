package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {
  @TempDir private Path folder;
  private PostgresPrograms programs;

  @BeforeEach
  void create() {
    programs = new PostgresPrograms(folder.resolve("installed"));
  }

  @Test
  void missingServerNamesThePackage() {
    assertThat(programs.isInstalled()).isFalse();
    assertThatThrownBy(() -> new LocalPostgres(folder, programs).start(FreePorts.any()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("PostgreSQL is not installed in " + folder)
        .hasMessageContaining("`apt-get install postgresql`");
  }

  @Test
  void newDataGetsTheNewestVersion() throws IOException {
    install("9");
    install("15");
    Files.createDirectories(folder.resolve("installed/16/lib"));
    assertThat(programs.isInstalled()).isTrue();
    assertThat(programs.command("initdb", folder.resolve("data")))
        .last()
        .isEqualTo(folder.resolve("installed/15/bin/initdb").toString());
  }

  @Test
  void dataNeedsItsOwnVersion() throws IOException {
    install("15");
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("PG_VERSION"), "14\n");
    assertThatThrownBy(() -> programs.require(data))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("data is of PostgreSQL 14, which is not installed")
        .hasMessageContaining("`apt-get install postgresql-14`");
    install("14");
    assertThat(programs.command("postgres", data))
        .last()
        .isEqualTo(folder.resolve("installed/14/bin/postgres").toString());
  }

  private void install(String version) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("installed").resolve(version + "/bin"));
    for (String name : new String[] {"postgres", "initdb"}) {
      assertThat(Files.createFile(bin.resolve(name)).toFile().setExecutable(true)).isTrue();
    }
  }
}
