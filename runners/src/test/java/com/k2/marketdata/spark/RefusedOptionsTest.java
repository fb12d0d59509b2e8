package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fs.s3a.endpoint            | Spark ignores options that do not begin with spark.",
        "spark.speculation          | remove it, because K2 depends on its own value.",
        "spark.driver.memory        | write `driver: {memory: …}` directly below `spark`.",
        "spark.cores.max            | write `executor: {instances: …}` directly below `spark`.",
        "spark.executorEnv.A        | write `executor: {env: […]}` directly below `spark`.",
        "spark.hadoop.fs.s3a.region | write `hadoopConf` directly below `spark`.",
        "spark.jars                 | write `deps: {jars: […]}` directly below `spark`.",
        "spark.jars.packages        | write `deps: {packages: […]}` directly below `spark`.",
        "spark.dynamicAllocation.enabled | write `dynamicAllocation` directly below `spark`.",
        "spark.kubernetes.container.image | write `image` directly below `spark`.",
        "spark.app.name             | write the name at the top of the file, as `name`.",
        "spark.master               | give the master to render (--master)."
      })
  void optionWithAnotherPlaceIsRefused(String option, String advice) {
    assertThat(RefusedOptions.advice(option).orElseThrow())
        .startsWith("remove it")
        .endsWith(advice);
  }

  @Test
  void optionsOfAPlanAreNotRefused() {
    Job job = ResourcePlan.of("lean").job("medallion");
    ApplicationFields.of(job.driver(), job.executor())
        .path("sparkConf")
        .fieldNames()
        .forEachRemaining(
            option -> {
              if (!TaskSettings.conf().containsKey(option)) {
                assertThat(RefusedOptions.advice(option)).as(option).isEmpty();
              }
            });
    assertThat(RefusedOptions.advice("spark.network.timeout")).isEmpty();
  }
}
