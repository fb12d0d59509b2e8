package com.k2.marketdata.kafka;

import java.io.Serializable;

/**
 * Which topic offsets belong to. A topic that was deleted and made anew has another id, a broker
 * restored from nothing another cluster: their offsets mean other messages.
 */
public record TopicIdentity(String cluster, String topic, String topicId) implements Serializable {}
