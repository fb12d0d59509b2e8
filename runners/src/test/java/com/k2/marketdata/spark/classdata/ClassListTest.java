package com.k2.marketdata.spark.classdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassListTest {
  @Test
  void classesOfFilesAndArchivesAreListed() {
    Stream<String> log =
        Stream.of(
            "[0.1s][info][class,load] org.b.B source: file:/home/jars/b.jar",
            "[0.1s][info][class,load ] java.time.A source: jrt:/java.base",
            "[0.2s][info][class,load] org.c.C source: shared objects file (top)",
            "[0.2s][info][class,load] org.b.B source: file:/home/jars/b.jar");

    assertThat(ClassList.of(log)).containsExactly("java.time.A", "org.b.B", "org.c.C");
  }

  @Test
  void classesThatAJvmMakesAreNotListed() {
    Stream<String> log =
        Stream.of(
            "[0.1s][info][class,load] java.lang.Object source: shared objects file",
            "[0.1s][info][class,load] org.b.B$$Lambda$1/0x00007f source: org.b.B",
            "[0.1s][info][class,load] jdk.proxy2.$Proxy7 source: file:/home/jars/b.jar",
            "[0.1s][info][class,load] org.b.Maker source: __JVM_LookupDefineClass__",
            "[0.1s][info][gc] Pause Young");

    assertThat(ClassList.of(log)).isEmpty();
  }

  /** A list of an old version would archive little of what jobs load. */
  @Test
  void shippedListMatchesTheClassesOfK2() {
    List<String> ours =
        ClassList.shipped().stream().filter(name -> name.startsWith("com.k2.marketdata.")).toList();

    assertThat(ours).hasSizeGreaterThan(300);
    assertThat(ours.stream().filter(ClassListTest::exists).count())
        .as("If classes have moved, record the list again: docs/cluster.md, \"Faster starts\".")
        .isGreaterThan(ours.size() * 9L / 10);
  }

  private static boolean exists(String name) {
    try {
      Class.forName(name, false, ClassListTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
