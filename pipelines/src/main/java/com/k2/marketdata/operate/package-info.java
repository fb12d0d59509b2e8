/**
 * What an operator does to tables by hand: show a position, set it, or roll back. Each operation
 * shows what it would change before it changes anything. Only commands use this package.
 */
package com.k2.marketdata.operate;
