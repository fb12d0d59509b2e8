#!/bin/bash
# start.sh SETTINGS DATA: starts Kafka. Its first start gives the data folder a cluster id.
set -eu
if [ ! -e "$2/meta.properties" ]; then
  id=$(/opt/kafka/bin/kafka-storage.sh random-uuid)
  /opt/kafka/bin/kafka-storage.sh format --cluster-id "$id" --config "$1"
fi
exec /opt/kafka/bin/kafka-server-start.sh "$1"
