/**
 * The local cluster: a Spark standalone master and its workers as background processes of one state
 * folder, beside the servers of the local stack that they need.
 */
package com.k2.marketdata.stack.cluster;
