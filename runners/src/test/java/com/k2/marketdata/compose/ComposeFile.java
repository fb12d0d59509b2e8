package com.k2.marketdata.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The file {@code docker-compose.yml}, with its variables replaced as compose replaces them. */
final class ComposeFile {
  /** The secrets that the environment must have. */
  static final List<String> SECRETS =
      List.of(
          "K2_CATALOG_PASSWORD",
          "K2_GRAFANA_PASSWORD",
          "K2_POSTGRES_PASSWORD",
          "K2_REGISTRY_PASSWORD",
          "K2_S3_KEY",
          "K2_S3_SECRET");

  /** A name, and what follows it: nothing, an error if the name is not set, or a default. */
  static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::(\\?|-)([^}]*))?}");

  private final Path home;
  private final Map<String, String> variables;
  private final Map<String, Service> services = new TreeMap<>();
  private final Map<?, ?> document;

  private ComposeFile(Path home, Map<String, String> variables) {
    this.home = home;
    this.variables = variables;
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Object raw = new Yaml(new SafeConstructor(options)).load(text("docker-compose.yml"));
    this.document = (Map<?, ?>) replaced(raw);
    ((Map<?, ?>) document.get("services"))
        .forEach(
            (name, fields) ->
                services.put(
                    name.toString(), new Service(home, name.toString(), (Map<?, ?>) fields)));
  }

  /** The file, with the same text for each secret. */
  static ComposeFile read(Path home) {
    return read(
        home, SECRETS.stream().collect(Collectors.toMap(secret -> secret, secret -> "secret")));
  }

  /**
   * The file.
   *
   * @param home the folder of the repository
   * @param environment takes precedence over the file {@code .env}
   */
  static ComposeFile read(Path home, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(Service.variables(home.resolve(".env")));
    variables.putAll(environment);
    return new ComposeFile(home, variables);
  }

  /** All services by name. */
  Map<String, Service> services() {
    return services;
  }

  /** The service with this name. */
  Service service(String name) {
    if (!services.containsKey(name)) {
      throw new AssertionError("The service " + name + " is missing");
    }
    return services.get(name);
  }

  /** The names of the declared volumes. */
  List<String> volumes() {
    return ((Map<?, ?>) document.get("volumes")).keySet().stream().map(Object::toString).toList();
  }

  /** The value of a variable. */
  String variable(String name) {
    return variables.get(name);
  }

  /** A file of the repository. */
  String text(String file) {
    try {
      return Files.readString(home.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object replaced(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> copy = new TreeMap<>();
      map.forEach((key, value) -> copy.put(key.toString(), replaced(value)));
      return copy;
    }
    if (node instanceof List<?> list) {
      return list.stream().map(this::replaced).toList();
    }
    return node instanceof String text ? withVariables(text) : node;
  }

  private String withVariables(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(variable -> Matcher.quoteReplacement(value(variable.group(1))));
  }

  private String value(String name) {
    if (!variables.containsKey(name)) {
      throw new AssertionError("The variable " + name + " is not set");
    }
    return variables.get(name);
  }
}
