package com.k2.marketdata.cli;

import picocli.CommandLine.IVersionProvider;

/** The build's version, for {@code k2 --version}. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"k2 " + com.k2.marketdata.cycle.Version.get()};
  }
}
