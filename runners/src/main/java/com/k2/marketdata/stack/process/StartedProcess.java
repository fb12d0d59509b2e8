package com.k2.marketdata.stack.process;

import java.nio.file.Path;
import java.util.Optional;

/** A server, given only by its folder, which is enough to stop it. */
public final class StartedProcess implements Stoppable {
  private final BackgroundProcess process;

  /** The server that was started last in a folder, running or not. */
  public StartedProcess(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    process = new BackgroundProcess(absolute.getFileName().toString(), absolute);
  }

  @Override
  public Optional<Long> pid() {
    return process.running().map(BackgroundProcess.Entry::pid);
  }

  @Override
  public boolean stop() {
    return process.stop(ProcessHandle::destroy);
  }
}
