package com.k2.marketdata.trade;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.message.KafkaMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void detailIsOneLineWithoutControlCharacters() {
    KafkaMessage message = new KafkaMessage("t", "id", 0, 0, 1, 2, Map.of(), null, null);

    assertThat(
            new Outcome.Rejected(message, RejectReason.PAYLOAD_UNDECODABLE, "a\n\u001b[2Jb", 1)
                .detail())
        .isEqualTo("a\\n\\u001b[2Jb");
  }
}
