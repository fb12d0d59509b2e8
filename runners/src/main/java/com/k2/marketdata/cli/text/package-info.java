/**
 * The output of commands: tables, JSON, the verification report, progress, and confirmation. Only
 * {@code cli} and {@code cli.option} use this package.
 */
package com.k2.marketdata.cli.text;
