package com.k2.marketdata.cli.option;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.options.CatalogOptions;
import com.k2.marketdata.options.CatalogSettings;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.UnmatchedArgsBinding;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which catalog holds the tables: the same options as those of the pipelines. A mixin of every verb
 * that reads tables.
 */
public class CatalogMixin {
  @Mixin private StateOption state;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The tables' namespace. Default: market_data.")
  private @Nullable String namespace;

  @Option(
      names = "--catalogConfig",
      paramLabel = "FILE",
      description = {
        "A properties file of the Iceberg catalog; single properties: --catalog.KEY=VALUE.",
        "Default: the catalog of the state folder."
      })
  private @Nullable String catalogConfig;

  private List<String> others = List.of();

  /**
   * Takes what the verb does not know by itself: {@code --catalog.KEY=VALUE}, and what a subclass
   * knows more.
   */
  @Spec(Spec.Target.MIXEE)
  void setVerb(CommandSpec verb) {
    verb.addUnmatchedArgsBinding(
        UnmatchedArgsBinding.forStringArrayConsumer(
            new ISetter() {
              @Override
              public <T> T set(T unmatched) {
                others = unmatched == null ? List.of() : List.of((String[]) unmatched);
                return unmatched;
              }
            }));
  }

  /** The state folder that was named, and its local stack. */
  final StateOption state() {
    return state;
  }

  /** The catalog, which must be there: none of these verbs makes tables. */
  public final CatalogConfig catalog() {
    return CatalogSettings.existing(catalogOptions());
  }

  /** Parsed as what knows all of the verb's options. */
  CatalogOptions catalogOptions() {
    return options(CatalogOptions.class);
  }

  /**
   * The same as options of a pipeline, for verbs that run one.
   *
   * @param own further arguments in Beam's form, {@code --name=value}
   */
  public final <T extends CatalogOptions> T options(Class<T> type, String... own) {
    return Arguments.parse(type, arguments(own));
  }

  /** The same as a pipeline's arguments. */
  String[] arguments(String... own) {
    List<String> arguments = new ArrayList<>(List.of(own));
    arguments.add("--state=" + state.folder());
    if (namespace != null) {
      arguments.add("--namespace=" + namespace);
    }
    if (catalogConfig != null) {
      arguments.add("--catalogConfig=" + catalogConfig);
    }
    arguments.addAll(others);
    return arguments.toArray(String[]::new);
  }
}
