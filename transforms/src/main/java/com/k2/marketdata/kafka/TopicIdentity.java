package com.k2.marketdata.kafka;

import java.io.Serializable;

/**
 * The topic that offsets belong to. A topic that was deleted and recreated has another id, and a
 * broker that was set up again has another cluster id: their offsets mean other messages.
 */
public record TopicIdentity(String cluster, String topic, String topicId) implements Serializable {}
