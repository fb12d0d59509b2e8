package com.k2.marketdata.spark;

import com.k2.marketdata.plan.MemorySize;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Options of Spark's JVMs. A heap limits only part of a JVM's memory; these options limit the rest,
 * so that the overhead in a resource plan is enough. They are meant for heaps of about 1 GB and
 * less: the serial collector has no tables and threads of its own, and its pauses stay short there.
 */
final class JvmOptions {
  /** Packages of {@code java.base} that Java 17 must open for Spark. */
  static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  /**
   * Drivers and executors. A direct memory of 96 MB requires {@link ShuffleSettings}, since Spark
   * fetches remote blocks of up to 200 MB into direct memory by default.
   */
  private static final List<String> APPLICATION =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:MaxMetaspaceSize=160m",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=96m",
          "-Xss512k");

  /**
   * Ends executors and daemons without memory, which are replaced. A driver must not end like this:
   * its code would be 3, which a supervisor answers with a restart, and K2 reports a lack of memory
   * with codes of its own.
   */
  private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";

  /** Drivers and daemons run little code often enough for the optimizing compiler to pay off. */
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  /**
   * Ten times the defaults: code must run ten times as often before it is optimized. On few cores,
   * the optimizing compiler otherwise takes as much of the first cycle as the tasks. A backlog
   * still reaches these numbers soon.
   */
  private static final List<String> LATE_OPTIMIZATION =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  /**
   * Five times the defaults of the quick compiler. A daemon starts about as fast, with 4 MB less.
   * With the defaults, the code of the workers' heartbeats would be compiled after some 40 minutes.
   */
  private static final List<String> LATE_COMPILATION =
      List.of(
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=10000");

  /**
   * By default 80000. The memory that the optimizing compiler takes for a method grows with this
   * limit; beyond it, the method is left to the quick compiler. The largest methods of a cycle need
   * between 10000 and 15000.
   */
  private static final String SMALLER_COMPILATIONS = "-XX:MaxNodeLimit=15000";

  /**
   * By default the memory of a heap is taken from the system as objects first reach it, which goes
   * on for hours. With this option, what the heap starts with is taken at the start.
   */
  private static final String HEAP_AT_START = "-XX:+AlwaysPreTouch";

  /** The master and the workers' daemons, which only pass messages and start processes. */
  private static final List<String> DAEMON =
      List.of(
          "-XX:+UseSerialGC",
          HEAP_AT_START,
          QUICK_COMPILER,
          "-XX:MaxMetaspaceSize=80m",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:MaxDirectMemorySize=32m",
          "-Xss512k",
          EXIT);

  /** By default glibc reserves up to 8 arenas of 64 MB per core, and returns little of them. */
  static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  private JvmOptions() {}

  /**
   * One option for each of {@link #OPENED}. Spark adds its own to executors and, in client mode, to
   * drivers; a driver in cluster mode fails without them.
   */
  static List<String> addOpens() {
    return OPENED.stream().map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED").toList();
  }

  /** The whole heap from the start: it is small, and the daemons run for months. */
  static List<String> daemon(MemorySize heap) {
    return Stream.of(List.of("-Xms" + heap.option()), DAEMON, LATE_COMPILATION, addOpens())
        .flatMap(List::stream)
        .toList();
  }

  /** Seven sixteenths of the heap: a driver has the metadata of all tables in memory. */
  static List<String> driver(MemorySize heap) {
    return Stream.of(
            APPLICATION, heapSizes(heap.megabytes() * 7 / 16), List.of(QUICK_COMPILER), addOpens())
        .flatMap(List::stream)
        .toList();
  }

  /** A driver that also runs the tasks, and reports a lack of memory like other drivers. */
  static List<String> local(MemorySize heap) {
    return Stream.of(APPLICATION, heapSizes(heap.megabytes() / 2), addOpens())
        .flatMap(List::stream)
        .toList();
  }

  /** Three eighths of the heap: an executor has little in memory between two cycles. */
  static List<String> executor(MemorySize heap) {
    return Stream.of(
            APPLICATION,
            heapSizes(heap.megabytes() * 3 / 8),
            List.of(EXIT, SMALLER_COMPILATIONS),
            LATE_OPTIMIZATION)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * A heap starts with this size. By default it is a 64th of the machine's memory, which on a large
   * machine is nearly the whole heap of these JVMs: the collector would fill it before the first
   * full collection, and return none of it. The old generation grows when less than a fifth of it
   * is free after a full collection (by default, two fifths), so that the sizes stay as they are at
   * a steady rate.
   */
  private static List<String> heapSizes(long initialMegabytes) {
    return List.of("-Xms" + initialMegabytes + "m", "-XX:MinHeapFreeRatio=20", HEAP_AT_START);
  }
}
