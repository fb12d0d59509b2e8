package com.k2.marketdata.replay;

/** Whether a dead letter can be replayed. */
public enum LetterState {
  /** It was not replayed. */
  OPEN("open"),

  /** Silver has a row with a replay id for its message. */
  REPLAYED("replayed"),

  /** It is of an older topic of the same name, and cannot be replayed. */
  OLDER_TOPIC("not replayable (older topic)"),

  /** It is at or above silver's position, and may be taken back and judged again. */
  UNSETTLED("above silver's position");

  private final String words;

  LetterState(String words) {
    this.words = words;
  }

  /** The state in words. */
  public String words() {
    return words;
  }
}
