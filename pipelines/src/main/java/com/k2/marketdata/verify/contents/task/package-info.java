/**
 * What the tasks of both passes need: the plan, and the readers of pinned tables and of Kafka's
 * messages. Uses {@code row} and {@code recorded}; {@code diff} and {@code verify.contents} use it.
 */
package com.k2.marketdata.verify.contents.task;
