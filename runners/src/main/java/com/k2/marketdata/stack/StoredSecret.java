package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random password or token of a local server, in a file that only its owner can read. */
public record StoredSecret(Path file) {
  private static final int BYTES = 16;

  /** The secret; created on first use. */
  public String value() {
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        PrivateFiles.createFolders(file.getParent());
        Files.writeString(PrivateFiles.createFile(file), HexFormat.of().formatHex(random));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot read or create the secret in " + file + ": " + e, e);
    }
  }
}
