package com.k2.marketdata.lake.write;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.api.Binary;

/**
 * A map of strings with its texts as the bytes that Parquet stores, made when iterated. Only for a
 * Parquet writer: an entry is good until the next one is taken.
 */
final class EncodedMap extends AbstractMap<Binary, Binary> {
  private final Map<String, String> source;
  private final InternedText texts;

  EncodedMap(Map<String, String> source, InternedText texts) {
    this.source = source;
    this.texts = texts;
  }

  @Override
  public Set<Entry<Binary, Binary>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Binary, Binary>> iterator() {
        return new Entries(source.entrySet().iterator(), texts);
      }

      @Override
      public int size() {
        return source.size();
      }
    };
  }

  /** The iterator, and the entry that it has just given. */
  private static final class Entries
      implements Iterator<Entry<Binary, Binary>>, Entry<Binary, Binary> {
    private final Iterator<Entry<String, String>> source;
    private final InternedText texts;
    private Entry<String, String> current;

    Entries(Iterator<Entry<String, String>> source, InternedText texts) {
      this.source = source;
      this.texts = texts;
    }

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public Entry<Binary, Binary> next() {
      current = source.next();
      return this;
    }

    @Override
    public Binary getKey() {
      return texts.of(current.getKey());
    }

    @Override
    public Binary getValue() {
      return InternedText.once(current.getValue());
    }

    @Override
    public Binary setValue(Binary value) {
      throw new UnsupportedOperationException();
    }
  }
}
