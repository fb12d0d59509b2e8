package com.k2.marketdata.cli.option;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.options.CatalogOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.stack.cluster.LocalCluster;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.UnmatchedArgsBinding;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The catalog that has the tables, for commands that read tables. */
public class CatalogMixin {
  @Mixin private StateOption state;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The namespace of the tables. Default: market_data.")
  private @Nullable String namespace;

  @Option(
      names = "--catalogConfig",
      paramLabel = "FILE",
      description = {
        "A properties file with Iceberg catalog properties. Single properties:"
            + " --catalog.KEY=VALUE.",
        "Default: the catalog in the state folder."
      })
  private @Nullable String catalogConfig;

  @Option(
      names = "--cluster",
      description = "Use the catalog of the local cluster, which 'k2 up --cluster' starts.")
  private boolean cluster;

  private String[] others = {};

  /** Collects the arguments that are not options of the command, such as {@code --catalog.KEY}. */
  @Spec(Spec.Target.MIXEE)
  void setCommand(CommandSpec command) {
    command.addUnmatchedArgsBinding(
        UnmatchedArgsBinding.forStringArrayConsumer(
            new ISetter() {
              @Override
              public <T> T set(T unmatched) {
                others = unmatched == null ? new String[0] : (String[]) unmatched;
                return unmatched;
              }
            }));
  }

  /** The catalog, which must exist. */
  public final CatalogConfig catalog() {
    return CatalogSettings.existing(options());
  }

  /** The catalog; created again if it is lost. */
  public final CatalogConfig catalogToRestore() {
    return CatalogSettings.ofExistingTables(options());
  }

  /** The options of this mixin and the other arguments as options of Beam. */
  CatalogOptions options() {
    return parse(CatalogOptions.class, "k2");
  }

  final <T extends CatalogOptions> T parse(Class<T> type, String jobName) {
    T options = Arguments.parseJob(type, jobName, others);
    options.setState(state.folder().path().toString());
    if (namespace != null) {
      options.setNamespace(namespace);
    }
    if (cluster) {
      options.setCatalogConfig(LocalCluster.catalogConfig(state.folder()).toString());
    }
    if (catalogConfig != null) {
      options.setCatalogConfig(catalogConfig);
    }
    return options;
  }
}
