/**
 * An exchange that K2 does not include, as a user would add it: a jar of its own that {@code
 * K2_PLUGINS} puts on the class path. {@code docs/add-an-exchange.md} describes each step. Uses
 * transforms and, for recordings, the package feed of pipelines.
 */
package com.k2.marketdata.examples;
