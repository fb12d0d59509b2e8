/**
 * What can go wrong, one exception type per exit code. Any package may throw these exceptions. This
 * package uses no other package of K2.
 */
package com.k2.marketdata.failure;
