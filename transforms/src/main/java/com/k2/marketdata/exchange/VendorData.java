package com.k2.marketdata.exchange;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;

/** Values of a few fields by name, without the empty ones. Compact, because every trade has one. */
final class VendorData extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] names;
  private final String[] values;

  /** Does not copy the arrays. */
  VendorData(String[] names, String[] values) {
    this.names = names;
    this.values = values;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, String>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        int present = 0;
        for (String value : values) {
          present += value.isEmpty() ? 0 : 1;
        }
        return present;
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, String>> {
    private int next = presentFrom(0);

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry<String, String> entry = new SimpleImmutableEntry<>(names[next], values[next]);
      next = presentFrom(next + 1);
      return entry;
    }

    private int presentFrom(int index) {
      int at = index;
      while (at < values.length && values[at].isEmpty()) {
        at++;
      }
      return at;
    }
  }
}
