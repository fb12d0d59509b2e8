/**
 * Writes an application as a command or as a resource: {@code spark-submit}, Maven, or a
 * SparkApplication of Kubernetes' Spark operator. A command refuses fields that it cannot express.
 */
package com.k2.marketdata.template.render;
