/**
 * What commands print: tables, JSON, the verification report, progress and questions. Only {@code
 * cli} and {@code cli.option} use this package.
 */
package com.k2.marketdata.cli.text;
