/**
 * The main classes of the pipelines. Parses the command line, watches over running cycles, and maps
 * failures to exit codes. {@code cli} uses this package.
 */
package com.k2.marketdata.launch;
