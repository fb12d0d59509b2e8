package com.k2.marketdata.template.render;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Writes every text in quotes, because readers of YAML disagree about texts such as {@code y} and
 * {@code 0o17}. Keys that are words to all of them stay plain.
 */
final class QuotedTexts extends Representer {
  private static final Pattern WORD =
      Pattern.compile("(?!(?i:on|off|yes|no|true|false|null)$)[A-Za-z][\\w./-]+");

  QuotedTexts(DumperOptions options) {
    super(options);
  }

  @Override
  protected Node representScalar(Tag tag, String value, ScalarStyle style) {
    return super.representScalar(
        tag, value, tag.equals(Tag.STR) ? ScalarStyle.DOUBLE_QUOTED : style);
  }

  @Override
  protected Node representMapping(Tag tag, Map<?, ?> mapping, FlowStyle style) {
    MappingNode node = (MappingNode) super.representMapping(tag, mapping, style);
    List<NodeTuple> tuples =
        node.getValue().stream()
            .map(tuple -> new NodeTuple(key((ScalarNode) tuple.getKeyNode()), tuple.getValueNode()))
            .toList();
    node.setValue(tuples);
    return node;
  }

  private static Node key(ScalarNode key) {
    return WORD.matcher(key.getValue()).matches()
        ? new ScalarNode(key.getTag(), key.getValue(), null, null, ScalarStyle.PLAIN)
        : key;
  }
}
