package com.k2.marketdata.cli;

import picocli.CommandLine.Command;

@Command(name = "feed", mixinStandardHelpOptions = true)
final class FeedCommand implements Runnable {
  @Override
  public void run() {}
}
