package com.k2.marketdata.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.util.SerializableUtils;

/** The vendor data of a trade. */
class VendorDataTest {
  private static final String[] NAMES = {"a", "b", "c", "d"};

  @Property
  void equalsTheMapOfPresentValuesInOrder(@ForAll @Size(4) List<String> values) {
    Map<String, String> expected = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.length; i++) {
      if (!values.get(i).isEmpty()) {
        expected.put(NAMES[i], values.get(i));
      }
    }
    VendorData data = new VendorData(NAMES, values.toArray(new String[0]));
    assertThat(data).isEqualTo(expected).hasSameHashCodeAs(expected).hasSameSizeAs(expected);
    assertThat(List.copyOf(data.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    assertThat(SerializableUtils.clone(data)).isEqualTo(expected);
  }

  @Example
  void isImmutableAndEndsAfterItsLastEntry() {
    VendorData data = new VendorData(NAMES, new String[] {"", "1", "", ""});
    assertThatThrownBy(() -> data.put("a", "2")).isInstanceOf(UnsupportedOperationException.class);
    Iterator<Map.Entry<String, String>> entries = data.entrySet().iterator();
    Map.Entry<String, String> only = entries.next();
    assertThatThrownBy(() -> only.setValue("2")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }
}
