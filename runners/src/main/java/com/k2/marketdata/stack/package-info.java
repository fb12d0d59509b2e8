/**
 * The local stack: servers, such as a Kafka broker, that run as background processes of one state
 * folder. Used by {@code up}, {@code down}, {@code status} and the demo.
 */
package com.k2.marketdata.stack;
