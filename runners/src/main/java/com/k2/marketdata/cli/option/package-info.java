/**
 * Options that several commands share, and the help for pipeline options. Each option or group of
 * options is one class. Only {@code cli} uses this package.
 */
package com.k2.marketdata.cli.option;
