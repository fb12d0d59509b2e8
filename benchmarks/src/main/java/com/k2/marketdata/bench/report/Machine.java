package com.k2.marketdata.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine and settings of a benchmark.
 *
 * @param cpu the processor's name; empty if unknown
 * @param heap heap size of every job
 * @param master Spark master of both sides
 */
public record Machine(
    String cpu, int cores, long memoryMegabytes, String java, String heap, String master) {

  /** This machine. */
  public static Machine here(String heap, String master) {
    return new Machine(
        firstValue(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong("0" + firstValue(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""))
            >> 10,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        heap,
        master);
  }

  private static String firstValue(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return String.format(
        "%d cores of %s, %,d MB; %s; heap %s, %s",
        cores, cpu.isEmpty() ? "an unknown processor" : cpu, memoryMegabytes, java, heap, master);
  }
}
