package com.k2.marketdata.lake.maintain.orphan.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredPathTest {

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/a/b.parquet, s3a://bucket/a/b.parquet",
    "s3://bucket/a/b.parquet, s3n://other/a/b.parquet",
    "file:/a/b, file:///a/b",
    "file:/a/b, /a/b",
    "/a//b/, /a/b",
    "file:/a/./x/../b, /a/b",
    "hdfs://name:8020/a/b, hdfs:///a/b",
  })
  void spellingsOfOnePathHaveOneHash(String one, String other) {
    assertThat(StoredPath.hash(one)).isEqualTo(StoredPath.hash(other));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b/c, true",
    "/a/b, /a/b, true",
    "/a/b/, file:/a/b/c, true",
    "/a/silver_a, /a/silver_a_2, false",
    "/a/b/c, /a/b, false",
    "s3://x/a, s3a://x/a/b, true",
    "s3://x/a, s3://y/a/b, false",
  })
  void containsWholeSegmentsOfTheSameStore(String folder, String other, boolean contains) {
    assertThat(StoredPath.of(folder).contains(StoredPath.of(other))).isEqualTo(contains);
  }

  @Property
  void schemeAndSlashesDoNotMatter(@ForAll("segments") @Size(min = 1, max = 6) List<String> path) {
    String plain = "/" + String.join("/", path);
    long hash = StoredPath.hash(plain);
    assertThat(StoredPath.hash("file:" + plain)).isEqualTo(hash);
    assertThat(StoredPath.hash("file://" + plain)).isEqualTo(hash);
    assertThat(StoredPath.hash("s3a://bucket" + plain)).isEqualTo(hash);
    assertThat(StoredPath.hash("/" + String.join("//", path) + "/")).isEqualTo(hash);
    assertThat(StoredPath.of(plain).path()).isEqualTo(plain);
  }

  /** A table's metadata has the location, and a listing through Hadoop has Hadoop's spelling. */
  @Property
  void hadoopsSpellingHasTheSameHash(
      @ForAll("segments") @Size(min = 1, max = 6) List<String> path) {
    String location = "file:///" + String.join("//", path);
    assertThat(StoredPath.hash(new Path(location).toString())).isEqualTo(StoredPath.hash(location));
  }

  @Property
  void setContainsExactlyItsPaths(
      @ForAll("segments") List<String> in, @ForAll("segments") List<String> out) {
    PathHashes hashes =
        PathHashes.ofLocations(in.stream().map(name -> "file:/wh/" + name).toList());
    assertThat(in).allMatch(name -> hashes.contains("s3://b/wh/" + name));
    List<String> others = new ArrayList<>(out);
    others.removeAll(in);
    assertThat(others).noneMatch(name -> hashes.contains("/wh/" + name));
    assertThat(hashes.size()).isEqualTo(in.stream().distinct().count());
  }

  @Property
  void referencesIncludeTheirNames(
      @ForAll("segments") List<String> in, @ForAll("segments") List<String> out) {
    PathHashes hashes =
        PathHashes.ofReferences(in.stream().map(name -> "file:/wh/" + name).toList());
    assertThat(in).allMatch(name -> hashes.contains("/wh/" + name));
    assertThat(in).allMatch(name -> hashes.containsName("s3://b/other/" + name));
    List<String> others = new ArrayList<>(out);
    others.removeAll(in);
    assertThat(others).noneMatch(name -> hashes.containsName("/wh/" + name));
  }

  @Property
  void mergedSetsAreTheUnion(@ForAll long[] one, @ForAll long[] other, @ForAll long[] third) {
    MergeHashes merge = new MergeHashes();
    MergeHashes.Collected first =
        merge.addInput(
            merge.addInput(merge.createAccumulator(), PathHashes.of(one)), PathHashes.of(other));
    MergeHashes.Collected second = merge.addInput(merge.createAccumulator(), PathHashes.of(third));
    List<Long> all = new ArrayList<>();
    for (long[] hashes : List.of(one, other, third)) {
      for (long hash : hashes) {
        all.add(hash);
      }
    }
    assertThat(merge.extractOutput(merge.mergeAccumulators(List.of(first, second))))
        .isEqualTo(PathHashes.of(all.stream().mapToLong(Long::longValue).toArray()));
  }

  @Provide
  Arbitrary<List<String>> segments() {
    return Arbitraries.strings()
        .withCharRange('a', 'f')
        .withChars("=.-_%:é ")
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(name -> !name.equals(".") && !name.equals(".."))
        .list();
  }
}
