package com.k2.marketdata.avro.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that K2's own exchanges do not use, but a plugin's exchange may. */
class MeaningTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u0001',
      value = {
        "'int'; 'double'; true",
        "'float'; 'double'; true",
        "'long'; 'double'; false",
        "'int'; 'float'; false",
        "'string'; 'bytes'; false",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}; 'bytes'; false",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2};"
            + " {'type':'bytes','logicalType':'decimal','precision':18,'scale':2}; true",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2};"
            + " {'type':'bytes','logicalType':'decimal','precision':9,'scale':3}; false",
        "{'type':'array','items':'int'}; {'type':'array','items':'long'}; true",
        "{'type':'array','items':'bytes'}; {'type':'array','items':'string'}; false",
        "{'type':'map','values':['null','int']}; {'type':'map','values':['null','long']}; true",
        "{'type':'map','values':['int','string']}; {'type':'map','values':'long'}; false",
        "{'type':'enum','name':'E','symbols':['a']};"
            + " {'type':'enum','name':'E','symbols':['b','a']}; true",
        "{'type':'enum','name':'E','symbols':['a','c']};"
            + " {'type':'enum','name':'E','symbols':['b','a']}; false",
        "{'type':'fixed','name':'F','size':2}; {'type':'fixed','name':'F','size':2}; true",
        "{'type':'fixed','name':'F','size':2}; {'type':'fixed','name':'F','size':3}; false",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int'}]};"
            + " {'type':'record','name':'R','fields':[{'name':'a','type':'long'}]}; true",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'bytes'}]};"
            + " {'type':'record','name':'R','fields':[{'name':'a','type':'string'}]}; false",
        "{'type':'record','name':'R','fields':[]};"
            + " {'type':'record','name':'R','fields':[{'name':'a','type':'string'}]}; false",
        "{'type':'record','name':'R','fields':[]};"
            + " {'type':'record','name':'R','fields':[{'name':'a','type':'int','default':1}]}; true",
        "{'type':'record','name':'R','fields':[{'name':'a','type':['null','R']}]};"
            + " {'type':'record','name':'R','fields':[{'name':'a','type':['null','R']}]}; true",
      })
  void isComparedInDepth(String writer, String reader, boolean same) {
    assertThat(Meaning.isSame(schema(writer), schema(reader))).isEqualTo(same);
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}
