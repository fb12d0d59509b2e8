/**
 * Values that steps of a pipeline carry to tasks. A value is serialized once and deserialized once
 * per JVM, however many steps carry it. Any package may use this package, which uses no other
 * package of K2.
 */
package com.k2.marketdata.serialized;
