package com.k2.marketdata.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "k2 "
          + Optional.ofNullable(K2.class.getPackage().getImplementationVersion())
              .orElse("(not packaged)")
    };
  }
}
