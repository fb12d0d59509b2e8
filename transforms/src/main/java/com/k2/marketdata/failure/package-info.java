/**
 * The classes of failure: one exception type per exit code, and the table of exit codes. Any
 * package may throw these exceptions. This package uses no other package of K2.
 */
package com.k2.marketdata.failure;
