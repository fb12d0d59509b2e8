/**
 * The pipeline that proves the contents of pinned tables: a first pass adds up hashes of rows by
 * block; a second pass compares the rows of the blocks whose sums differ. The transforms are here.
 * Uses {@code finding}, {@code row}, {@code recorded}, {@code task} and {@code diff}; {@code
 * verify.report} and {@code verify} use it.
 */
package com.k2.marketdata.verify.contents;
