/**
 * Runs cycles until they are done or the job is stopped. Decides what happens after a failure:
 * retry, hold or exit. Keeps the health file up to date.
 */
package com.k2.marketdata.loop;
