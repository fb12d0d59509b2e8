package com.k2.marketdata.verify.contents.finding;

import java.io.Serializable;

/**
 * A column whose value is not the expected one.
 *
 * @param found the value in the table, as printable text that may be cut off
 * @param expected the value that it should be, in the same form
 */
public record Difference(String column, String found, String expected) implements Serializable {}
