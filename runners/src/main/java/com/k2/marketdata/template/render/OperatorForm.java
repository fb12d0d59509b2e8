package com.k2.marketdata.template.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.template.Application;
import com.k2.marketdata.template.schema.SparkApplicationSchema;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** An application as a SparkApplication, the resource of Kubernetes' Spark operator. */
final class OperatorForm {
  private OperatorForm() {}

  /**
   * The resource as YAML.
   *
   * @throws UsageException if it does not have the strict schema of a SparkApplication
   */
  static String text(Application application) {
    ObjectNode resource = resource(application);
    List<String> errors = SparkApplicationSchema.errors(resource);
    if (!errors.isEmpty()) {
      throw new UsageException(
          "The SparkApplication would not be accepted:\n- " + String.join("\n- ", errors));
    }
    return yaml(resource);
  }

  static ObjectNode resource(Application application) {
    ObjectNode resource = JsonNodeFactory.instance.objectNode();
    resource
        .put("apiVersion", SparkApplicationSchema.apiVersion())
        .put("kind", SparkApplicationSchema.kind());
    resource
        .putObject("metadata")
        .put("name", application.name())
        .putObject("labels")
        .put("app.kubernetes.io/part-of", "k2");
    ObjectNode spec = resource.putObject("spec");
    spec.put("type", "Java").put("mode", "cluster").put("mainClass", application.mainClass());
    application.arguments().forEach(spec.withArray("arguments")::add);
    spec.setAll(application.fields());
    return resource;
  }

  private static String yaml(JsonNode resource) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    return new Yaml(new QuotedTexts(options), options)
        .dump(new ObjectMapper().convertValue(resource, Map.class));
  }
}
