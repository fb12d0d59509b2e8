package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.TaskWriter;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.KafkaMessageCoder;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Kafka's headers can be read back from bronze by the rule in docs/tables.md. */
class HeadersPropertyTest {
  private static final CycleStamp STAMP = new CycleStamp(1, "TEST", "bronze", "test");

  /** A name, in which each # is doubled, and the number of a repeated one. */
  private static final Pattern STORED = Pattern.compile("((?:[^#]|##)*)(?:#(\\d+))?");

  /** A header as Kafka has it; without a value if that is null. */
  record Given(String name, Optional<List<Byte>> value) {
    static Given of(String name, byte[] value) {
      return new Given(name, Optional.ofNullable(value).map(Given::list));
    }

    byte[] bytes() {
      return value.map(Given::array).orElse(null);
    }

    private static List<Byte> list(byte[] bytes) {
      List<Byte> list = new ArrayList<>();
      for (byte each : bytes) {
        list.add(each);
      }
      return list;
    }

    private static byte[] array(List<Byte> list) {
      byte[] bytes = new byte[list.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = list.get(i);
      }
      return bytes;
    }
  }

  @Property(tries = 2_000)
  void everyHeaderIsKeptInOrder(@ForAll("headers") List<Given> given) throws IOException {
    KafkaMessage message = message(0, given);
    KafkaMessage coded = CoderUtils.clone(KafkaMessageCoder.of(), message);
    assertThat(original(coded.headers())).isEqualTo(given);
  }

  @Property(tries = 5)
  void bronzeHasEveryHeaderInOrder(
      @ForAll @Size(min = 20, max = 50) List<@From("headers") List<Given>> given)
      throws IOException {
    TestLake lake = TestLake.in(Files.createTempDirectory("k2-headers"));
    Table bronze = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    Table deadLetters = lake.ensure(DeadLetterTable.definition());
    TaskWriter writer =
        new TaskWriter(
            CycleTables.of(
                ByRole.all(bronze, silver, deadLetters).map(TaskTable::of), role -> Map.of()),
            STAMP);
    for (int offset = 0; offset < given.size(); offset++) {
      writer.outcome(
          new Outcome.Rejected(
              message(offset, given.get(offset)), RejectReason.FRAMING_INVALID, "", null));
    }
    AppendFiles append = bronze.newAppend();
    writer.finish().files(TableRole.BRONZE).forEach(append::appendFile);
    append.commit();

    Map<Long, List<Given>> found = new TreeMap<>();
    for (Record row : TestLake.rows(bronze)) {
      found.put((Long) row.getField("offset"), original(headers(row)));
    }
    assertThat(found.values()).containsExactlyElementsOf(given);
  }

  private static KafkaMessage message(long offset, List<Given> given) {
    Headers headers = new RecordHeaders();
    given.forEach(header -> headers.add(header.name(), header.bytes()));
    return new MessageConverter(new TopicIdentity("cluster", "topic", "id"), 1)
        .message(
            new ConsumerRecord<>(
                "topic",
                0,
                offset,
                1,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                headers,
                Optional.empty()));
  }

  private static Map<String, byte[]> headers(Record row) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    Map<?, ?> stored = (Map<?, ?>) row.getField("headers");
    if (stored != null) {
      stored.forEach((name, value) -> headers.put(name.toString(), bytes((ByteBuffer) value)));
    }
    return headers;
  }

  private static byte[] bytes(ByteBuffer value) {
    if (value == null) {
      return null;
    }
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  private static List<Given> original(Map<String, byte[]> stored) {
    List<Given> headers = new ArrayList<>();
    stored.forEach(
        (name, value) -> {
          Matcher matcher = STORED.matcher(name);
          assertThat(matcher.matches()).as(name).isTrue();
          headers.add(Given.of(matcher.group(1).replace("##", "#"), value));
        });
    return headers;
  }

  @Provide
  Arbitrary<List<Given>> headers() {
    Arbitrary<String> names =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.strings().withChars('a', '#', '2', '3').ofMaxLength(5)),
            Tuple.of(1, Arbitraries.of("", "ü", "a", "a#2", "a##2", "#2", "#")));
    Arbitrary<Optional<List<Byte>>> values = Arbitraries.bytes().list().ofMaxSize(3).optional(0.8);
    return Combinators.combine(names, values).as(Given::new).list().ofMaxSize(12);
  }
}
