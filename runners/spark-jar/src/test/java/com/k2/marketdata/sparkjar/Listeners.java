package com.k2.marketdata.sparkjar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sockets on which a process listens, from Linux's {@code /proc}. */
final class Listeners {
  private static final String LISTENS = "0A";

  /** 127.0.0.1 as an address of IPv4, the same as one of IPv6, and ::1. */
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(0100007F|0000000000000000FFFF00000100007F|00000000000000000000000001000000):.*");

  private Listeners() {}

  /** The addresses of all sockets on which the process listens, as the kernel writes them. */
  static List<String> of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> inodes = sockets(process.resolve("fd"));
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[3].equals(LISTENS) && inodes.contains("socket:[" + fields[9] + "]")) {
          addresses.add(fields[1]);
        }
      }
    }
    return addresses;
  }

  /** Whether only processes of this machine can reach an address. */
  static boolean isLoopback(String address) {
    return LOOPBACK.matcher(address).matches();
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path descriptor : all.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          continue; // It has been closed.
        }
      }
    }
    return sockets;
  }
}
