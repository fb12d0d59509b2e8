/**
 * What a JVM keeps from one cycle to the next: values that are serialized once and deserialized
 * once per JVM, caches of shared objects, and pools of idle ones. Any package may use this package,
 * which uses no other package of K2.
 */
package com.k2.marketdata.serialized;
