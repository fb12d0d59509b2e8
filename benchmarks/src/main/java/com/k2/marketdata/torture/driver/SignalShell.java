package com.k2.marketdata.torture.driver;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/**
 * Sends signals through a shell that keeps running. Starting {@code kill} for each signal would
 * take longer than most windows are open.
 */
public final class SignalShell implements AutoCloseable {
  private final Process shell;
  private final Writer commands;
  private final BufferedReader answers;

  /** Starts the shell. It ends with this process. */
  public SignalShell() {
    try {
      shell = new ProcessBuilder("/bin/sh").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot start /bin/sh: " + e, e);
    }
    commands = shell.outputWriter();
    answers = shell.inputReader();
  }

  /** Sends a signal, for example {@code STOP}; without effect if the process has ended. */
  synchronized void send(String signal, long pid) {
    try {
      commands.write("kill -" + signal + " " + pid + "; echo\n");
      commands.flush();
      answers.readLine();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot send signal " + signal + " to " + pid + ": " + e, e);
    }
  }

  @Override
  public void close() {
    shell.destroy();
  }
}
