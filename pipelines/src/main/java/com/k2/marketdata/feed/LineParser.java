package com.k2.marketdata.feed;

/** Reads one line of a recording; never throws, whatever the line. */
interface LineParser {
  ParsedLine parse(String line);
}
