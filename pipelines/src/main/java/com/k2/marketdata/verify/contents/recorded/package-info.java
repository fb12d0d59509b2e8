/**
 * What the ledgers recorded about the contents of rows: the running sums of bronze's rows, and the
 * rules and version that judged each message. Uses {@code finding}; {@code task}, {@code diff} and
 * {@code verify.contents} use it.
 */
package com.k2.marketdata.verify.contents.recorded;
