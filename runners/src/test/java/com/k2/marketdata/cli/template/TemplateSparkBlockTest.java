package com.k2.marketdata.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each error of the block {@code spark} is one sentence. */
class TemplateSparkBlockTest {
  private TemplateFiles files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new TemplateFiles(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "sparks: {} | sparks is not a key of a parameter file. Did you mean spark? The keys are"
            + " name, parameters, spark.",
        "name: My Job | name is 'My Job'. It must be lower-case letters, digits and hyphens, at"
            + " most 40, begin with a letter, and end with a letter or digit.",
        "name: a- | name is 'a-'. It must be lower-case letters, digits and hyphens, at most 40,"
            + " begin with a letter, and end with a letter or digit.",
        "spark: {driver: {memmory: 1g}} | spark.driver.memmory is not a field of a"
            + " SparkApplication. Did you mean memory?",
        "spark: {executor: {memory: 480}} | spark.executor.memory is the number 480. It must be"
            + " text with a unit, such as 480m.",
        "spark: {executor: {memory: '480'}} | spark.executor.memory is '480', which is not a size."
            + " Write a whole number with a unit, from 1m to 999g.",
        "spark: {driver: {memory: 300m}} | spark.driver.memory is 300m. It must be at least 480m,"
            + " because Spark needs 450 MB of usable heap.",
        "spark: {driver: {javaOptions: -Xmx1g}} | spark.driver.javaOptions sets the heap, which"
            + " Spark refuses. Set spark.driver.memory.",
        "spark: {executor: {javaOptions: -Dspark.x=y}} | spark.executor.javaOptions sets options of"
            + " Spark, which Spark refuses. Use sparkConf.",
        "spark: {restartPolicy: {type: onFailure}} | spark.restartPolicy.type is 'onFailure'. It"
            + " must be one of Never, Always, OnFailure.",
        "spark: {mainClass: a.B} | spark.mainClass must not be given, because the template decides"
            + " it.",
        "spark: {sparkConf: {spark.executor.memory: 1g}} | spark.sparkConf.spark.executor.memory:"
            + " remove it, and write `executor: {memory: …}` directly below `spark`.",
        "spark: {sparkConf: {spark.speculation: 'true'}} | spark.sparkConf.spark.speculation:"
            + " remove it, because K2 depends on its own value.",
        "spark: {sparkConf: {fs.defaultFS: 'file:///'}} | spark.sparkConf.fs.defaultFS: remove it."
            + " Spark ignores options that do not begin with spark.",
        "spark: {driver: {javaOptions: -XX:+UseG1GC}} | spark.driver.javaOptions has -XX:+UseG1GC,"
            + " but K2 sets -XX:+UseSerialGC, and a JVM with both does not start. Add"
            + " -XX:-UseSerialGC.",
        "spark: {driver: {env: [{name: 'A;ls', value: x}]}} | spark.driver.env has the name 'A;ls'."
            + " A name has letters, digits and _, and does not begin with a digit.",
        "spark: {driver: {env: [{value: a}]}} | spark.driver.env[0].name is missing.",
        "spark: {driver: {env: [{name: A, value: 123}]}} | spark.driver.env[0].value is a number."
            + " It must be text; put it in quotes.",
        "spark: {driver: {configMaps: [{name: a}]}} | spark.driver.configMaps[0].path is missing.",
        "spark: {driver: {volumeMounts: []}} | spark.driver.volumeMounts is not a field of a"
            + " SparkApplication.",
        "spark: {mainApplicationFile: 'file:///k2.jar'} | spark.mainApplicationFile is not the"
            + " address of a jar. Write local:///PATH",
        "spark: {mainApplicationFile: 'local:///my jars/k2.jar'} | spark.mainApplicationFile is not"
            + " the address of a jar. Write local:///PATH",
        "spark: {driver: {env: [{name: DB_PASSWORD, value: x}]}} | spark.driver.env.DB_PASSWORD"
            + " looks like a secret, which anyone who reads the rendered command or resource would"
            + " see. On Kubernetes, take it from a Secret with valueFrom or envFrom; otherwise set"
            + " it in the environment of spark-submit."
      })
  void wrongBlockIsOneSentence(String block, String sentence) throws IOException {
    files.assertErrors("maintain", block, sentence);
  }

  /** The path of a field that looks like a secret. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "driver: {env: [{name: K2_SCHEMA_REGISTRY_USER_INFO, value: pw}]} |"
            + " spark.driver.env.K2_SCHEMA_REGISTRY_USER_INFO looks",
        "driver: {env: [{name: DB_PASSWD, value: pw}]} | spark.driver.env.DB_PASSWD looks",
        "executor: {envVars: {API_KEY: pw}} | spark.executor.envVars.API_KEY looks",
        "driver: {env: [{name: DB, value: 'jdbc:x://u:pw@h/db'}]} | spark.driver.env.DB looks",
        "driver: {javaOptions: '-Da=b -Djavax.net.ssl.keyStorePassword=pw'} |"
            + " spark.driver.javaOptions has the option -Djavax.net.ssl.keyStorePassword, which"
            + " looks",
        "hadoopConf: {fs.azure.account.key.k2: pw} | spark.hadoopConf.fs.azure.account.key.k2"
            + " looks",
        "sparkConf: {spark.authenticate.secret: pw} | spark.sparkConf.spark.authenticate.secret"
            + " looks",
        "driver: {labels: {token: pw}} | spark.driver.labels.token looks",
        "deps: {repositories: ['https://u:pw@h/maven']} | spark.deps.repositories[0] looks",
        "image: 'https://u:pw@h/k2' | spark.image looks"
      })
  void fieldThatLooksLikeASecretIsRefused(String block, String start) throws IOException {
    files.assertErrors("maintain", "spark: {" + block + "}", start);
    assertThat(files.validate("maintain", "spark: {" + block + "}").err()).doesNotContain("pw");
  }

  @Test
  void referencesToSecretsAreAccepted() throws IOException {
    files
        .validate(
            "maintain",
            """
            spark:
              driver:
                env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: k2, key: db}}}]
                envFrom: [{secretRef: {name: k2}}]
                javaOptions: -XX:-UseSerialGC -XX:+UseG1GC
            """)
        .succeeded();
  }
}
