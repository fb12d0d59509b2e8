#!/bin/bash
# topics.sh BOOTSTRAP PARTITIONS TOPIC...: creates the topics that do not exist.
set -eu
bootstrap=$1 partitions=$2
shift 2
for topic; do
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$bootstrap" --create --if-not-exists \
    --topic "$topic" --partitions "$partitions" --replication-factor 1
done
