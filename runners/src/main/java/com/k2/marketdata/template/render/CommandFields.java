package com.k2.marketdata.template.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a SparkApplication that a command expresses. Fields that only Kubernetes has are
 * left out of a command; all others are refused, so that none is lost without a word.
 *
 * @param form the name of the command's form
 * @param expressed names of fields; those of an object are written OBJECT.NAME
 */
record CommandFields(RenderedForm form, Set<String> expressed) {
  private static final List<String> OBJECTS = List.of("driver", "executor", "deps");

  private static final Set<String> OF_KUBERNETES =
      Set.of(
          "annotations",
          "batchScheduler",
          "batchSchedulerOptions",
          "configMaps",
          "coreLimit",
          "coreRequest",
          "deleteOnTermination",
          "driverIngressOptions",
          "driverPodDisruptionBudget",
          "envFrom",
          "failureRetries",
          "gpu",
          "hadoopConfigMap",
          "hostAliases",
          "hostNetwork",
          "image",
          "imagePullPolicy",
          "imagePullSecrets",
          "kubernetesMaster",
          "labels",
          "lifecycle",
          "memoryLimit",
          "memoryOverhead",
          "memoryOverheadFactor",
          "monitoring",
          "nodeSelector",
          "podName",
          "ports",
          "priorityClassName",
          "restartPolicy",
          "retryInterval",
          "schedulerName",
          "secrets",
          "serviceAccount",
          "serviceAnnotations",
          "serviceLabels",
          "shareProcessNamespace",
          "sparkConfigMap",
          "sparkUIOptions",
          "sparkVersion",
          "suspend",
          "terminationGracePeriodSeconds",
          "timeToLiveSeconds",
          "tolerations");

  /**
   * Requires that the command expresses all of these fields.
   *
   * @throws UsageException that names those it does not express
   */
  void require(ObjectNode given) {
    List<String> lost = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (OBJECTS.contains(field.getKey())) {
        for (Map.Entry<String, JsonNode> inner : field.getValue().properties()) {
          collect(lost, field.getKey() + "." + inner.getKey(), inner);
        }
      } else {
        collect(lost, field.getKey(), field);
      }
    }
    if (!lost.isEmpty()) {
      throw new UsageException(
          "The form "
              + form
              + " cannot express "
              + String.join(", ", lost)
              + ". Remove it from the parameter file, or render another form (--to).");
    }
  }

  private void collect(List<String> lost, String path, Map.Entry<String, JsonNode> field) {
    boolean isEmpty = field.getValue().isContainerNode() && field.getValue().isEmpty();
    if (isEmpty || OF_KUBERNETES.contains(field.getKey())) {
      return;
    }
    if (!expressed.contains(path)) {
      lost.add("spark." + path);
    } else if (field.getKey().equals("env")) {
      for (JsonNode variable : field.getValue()) {
        if (!variable.has("value")) {
          lost.add("spark." + path + "." + variable.path("name").asText() + " without a value");
        }
      }
    }
  }
}
