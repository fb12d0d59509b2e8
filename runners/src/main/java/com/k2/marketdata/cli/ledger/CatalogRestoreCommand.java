package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.cli.option.CatalogMixin;
import com.k2.marketdata.cli.text.Confirmation;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.lake.catalog.MetadataFile;
import com.k2.marketdata.operate.CatalogRestore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Registers tables that the catalog has lost. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Register tables whose files are in the warehouse of the state folder, but which the catalog"
          + " (catalog.db) does not have, because it was lost or replaced. Stop all pipelines first.",
      "For each table, it shows the newest metadata file. A commit that lost a race may leave another"
          + " file of the same version; then all candidates are shown, and --metadata chooses one."
    },
    footer = {
      "",
      "Examples:",
      "  k2 catalog restore",
      "  k2 catalog restore --metadata=00012-6d2c….gz.metadata.json --yes"
    })
final class CatalogRestoreCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private CatalogMixin catalog;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description =
          "The metadata file to register for its table, by name or path; can be repeated for several"
              + " tables.")
  private List<String> files = List.of();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    CatalogRestore restore = CatalogRestore.plan(catalog.catalogToRestore(), files);
    if (restore.tables().isEmpty()) {
      out.println("Nothing to restore: the catalog has all tables of K2 in the warehouse.");
      return;
    }
    print(restore, out);
    restore.requireChoices();
    if (confirmation.isGiven()) {
      restore.apply();
      out.println("Done. Check the tables with `k2 verify` before you start a pipeline.");
    } else {
      out.println("Nothing was changed.");
    }
  }

  private static void print(CatalogRestore restore, PrintWriter out) {
    TextTable table =
        new TextTable("TABLE", "REGISTER", "VERSION", "UPDATED", "SNAPSHOTS", "ROWS", "FILE");
    for (CatalogRestore.RestorableTable lost : restore.tables()) {
      for (MetadataFile file : lost.shown()) {
        boolean chosen = lost.chosen().filter(file::equals).isPresent();
        Optional<MetadataFile.Readable> readable = readable(file);
        table.row(
            lost.folder().name(),
            chosen ? "yes" : readable.isEmpty() ? "damaged" : "",
            file.version(),
            readable.map(one -> one.updated().toString()).orElse("-"),
            readable.map(one -> String.valueOf(one.snapshots())).orElse("-"),
            readable.flatMap(MetadataFile.Readable::rows).map(String::valueOf).orElse("-"),
            file.name());
      }
    }
    out.print(table);
    for (CatalogRestore.RestorableTable lost : restore.tables()) {
      for (MetadataFile file : lost.shown()) {
        if (file instanceof MetadataFile.Damaged damaged) {
          out.println("Note: " + damaged.path() + ": " + damaged.problem());
        }
      }
    }
  }

  private static Optional<MetadataFile.Readable> readable(MetadataFile file) {
    return file instanceof MetadataFile.Readable readable
        ? Optional.of(readable)
        : Optional.empty();
  }
}
