package com.k2.marketdata.lake;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.avro.util.Utf8;

/** A map of strings with its texts as the bytes that a Parquet writer takes, made when iterated. */
final class EncodedMap extends AbstractMap<Utf8, Utf8> {
  private final Map<String, String> source;
  private final RepeatedText texts;

  EncodedMap(Map<String, String> source, RepeatedText texts) {
    this.source = source;
    this.texts = texts;
  }

  @Override
  public Set<Entry<Utf8, Utf8>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Utf8, Utf8>> iterator() {
        Iterator<Entry<String, String>> entries = source.entrySet().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Entry<Utf8, Utf8> next() {
            Entry<String, String> entry = entries.next();
            return Map.entry(texts.of(entry.getKey()), new Utf8(entry.getValue()));
          }
        };
      }

      @Override
      public int size() {
        return source.size();
      }
    };
  }
}
