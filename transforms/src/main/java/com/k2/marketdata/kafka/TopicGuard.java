package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.HoleException;
import java.io.Serializable;

/** Checks, wherever a commit runs, that a topic is still the one that was read. */
public record TopicGuard(KafkaConfig kafka, TopicIdentity expected) implements Serializable {

  /**
   * @throws HoleException if the cluster or the topic is now another one
   */
  public void check() {
    requireSame(
        expected,
        InspectorPool.request(kafka, inspector -> inspector.identify(expected.topic())),
        "this cycle read");
  }

  /**
   * @throws HoleException if the topic was read without an id
   */
  public static void requireKnown(TopicIdentity read) {
    if (read.isUnknown()) {
      throw new HoleException(
          "Topic "
              + read.topic()
              + " was read from a broker without topic ids (id "
              + TopicIdentity.NO_ID
              + "), so it is unknown whether it was recreated since. If it was never recreated,"
              + " continue at the same offsets with `k2 ledger set --exchange=… --new-topic"
              + " --at=position`; otherwise see docs/operations.md, \"Brokers without topic ids\".");
    }
  }

  /**
   * @throws HoleException unless both are the same topic of the same cluster, and it has an id
   */
  public static void requireSame(TopicIdentity expected, TopicIdentity found, String whose) {
    requireKnown(expected);
    if (!expected.cluster().equals(found.cluster())) {
      throw new HoleException(
          "Topic "
              + found.topic()
              + " is on cluster "
              + found.cluster()
              + ", but "
              + whose
              + " cluster "
              + expected.cluster()
              + ". Point --bootstrapServers at that cluster; or, if the topic was moved, accept"
              + " the new one with `k2 ledger set --exchange=… --new-topic`.");
    }
    if (!expected.topicId().equals(found.topicId())) {
      throw new HoleException(
          "Topic "
              + found.topic()
              + " was deleted and recreated: its id is "
              + found.topicId()
              + ", but "
              + whose
              + " "
              + expected.topicId()
              + ", and their offsets are unrelated. If this was intended, accept the new"
              + " topic with `k2 ledger set --exchange=… --new-topic`.");
    }
  }
}
