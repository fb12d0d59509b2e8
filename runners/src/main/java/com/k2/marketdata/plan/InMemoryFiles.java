package com.k2.marketdata.plan;

/**
 * Files that a container keeps in memory (tmpfs). They count towards its limit like the memory of
 * its processes.
 *
 * @param stagedJars jars that Spark copies for each application
 * @param uploads files that are staged before they are uploaded to a store
 * @param localFolders Spark's local folders: shuffle, spilled rows and blocks on disk
 */
public record InMemoryFiles(MemorySize stagedJars, MemorySize uploads, MemorySize localFolders) {
  public static final InMemoryFiles NONE =
      new InMemoryFiles(MemorySize.ZERO, MemorySize.ZERO, MemorySize.ZERO);

  public MemorySize total() {
    return stagedJars.plus(uploads).plus(localFolders);
  }
}
