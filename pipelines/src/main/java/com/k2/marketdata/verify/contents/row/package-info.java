/**
 * What rows of silver and the dead letters should be: the columns that follow from a message, their
 * expected values, and the hashes that are compared. Uses {@code finding}; {@code task}, {@code
 * diff} and {@code verify.contents} use it.
 */
package com.k2.marketdata.verify.contents.row;
