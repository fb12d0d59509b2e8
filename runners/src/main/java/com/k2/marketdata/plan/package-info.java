/**
 * Resource plans: the workers, daemons and jobs of a Spark cluster with their memory and cores, as
 * records that are read from YAML. {@code plan.report} judges a plan.
 */
package com.k2.marketdata.plan;
