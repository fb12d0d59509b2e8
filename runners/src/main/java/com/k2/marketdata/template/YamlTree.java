package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML as a tree. Below the key {@code spark}, values have types; everywhere else they keep
 * the text that was written, so that {@code off} is not false, and {@code 010} is not 8.
 */
final class YamlTree {
  private static final String TYPED = "spark";
  private static final int DEEPEST = 30;

  private final List<String> errors;

  private YamlTree(List<String> errors) {
    this.errors = errors;
  }

  /**
   * Reads a document whose top is a mapping; an empty document is an empty mapping.
   *
   * @param name of the document, for messages
   * @param errors receives a sentence for each key that is given twice
   * @throws UsageException if the text is not YAML, or its top is not a mapping
   */
  static ObjectNode read(String name, String text, List<String> errors) {
    Node top = compose(name, text);
    if (top == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (top instanceof MappingNode mapping) {
      return new YamlTree(errors).mapping(mapping, "", false);
    }
    throw new UsageException(
        name + " must be a mapping with the keys name, parameters and spark, all optional.");
  }

  private static Node compose(String name, String text) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    } catch (YAMLException e) {
      throw new UsageException(name + " is not YAML: " + e.getMessage(), e);
    }
  }

  private ObjectNode mapping(MappingNode mapping, String path, boolean typed) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      String key =
          tuple.getKeyNode() instanceof ScalarNode scalar
              ? scalar.getValue()
              : tuple.getKeyNode().getNodeId().name();
      if (fields.has(key)) {
        errors.add(path + key + " is given twice.");
      }
      boolean below = typed || (path.isEmpty() && key.equals(TYPED));
      fields.set(key, node(tuple.getValueNode(), path + key, below));
    }
    return fields;
  }

  private JsonNode node(Node node, String path, boolean typed) {
    if (path.chars().filter(c -> c == '.' || c == '[').count() > DEEPEST) {
      // An alias may refer to a node that contains it.
      throw new UsageException(path + " is nested too deeply.");
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, path + ".", typed);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < sequence.getValue().size(); i++) {
        list.add(node(sequence.getValue().get(i), path + "[" + i + "]", typed));
      }
      return list;
    }
    return scalar((ScalarNode) node, typed);
  }

  private static JsonNode scalar(ScalarNode scalar, boolean typed) {
    String text = scalar.getValue();
    if (scalar.getTag().equals(Tag.NULL)) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (typed && scalar.getTag().equals(Tag.BOOL)) {
      return JsonNodeFactory.instance.booleanNode(text.matches("(?i)true|yes|on"));
    }
    if (typed && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      return number(text);
    }
    return JsonNodeFactory.instance.textNode(text);
  }

  private static JsonNode number(String text) {
    try {
      return text.matches("[-+]?\\d+")
          ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
          : JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
