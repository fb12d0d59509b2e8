package com.k2.marketdata.spark;

import java.util.Map;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;

/**
 * How tasks run. No option replaces these: Beam's registrator has the serializers of its own
 * classes, and speculation would run two attempts of a task in parallel, which read and write
 * twice.
 */
final class TaskSettings {
  private TaskSettings() {}

  static Map<String, String> conf() {
    return Map.of(
        "spark.serializer", KryoSerializer.class.getName(),
        "spark.kryo.registrator", SparkRunnerKryoRegistrator.class.getName(),
        "spark.speculation", "false");
  }
}
