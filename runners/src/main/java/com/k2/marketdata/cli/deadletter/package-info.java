/** Commands for dead letters: dlq and replay. */
package com.k2.marketdata.cli.deadletter;
