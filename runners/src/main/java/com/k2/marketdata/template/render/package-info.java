/**
 * Writes an application as a command or as a resource: {@code spark-submit}, Maven, or a
 * SparkApplication of Kubernetes' Spark operator. No form has a secret.
 */
package com.k2.marketdata.template.render;
