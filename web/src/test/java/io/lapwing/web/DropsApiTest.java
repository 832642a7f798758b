// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.drops.DropRow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DropsApiTest {
    @Test
    void whoseMessagesWereDroppedIsTold() {
        try (TestNode node = TestNode.start()) {
            node.broker.drops.add(new DropRow("pump-7", "ann", DropReason.QUEUE_FULL, 12, 5, 9));
            node.broker.drops.add(new DropRow("pump-8", null, DropReason.EXPIRED, 1, 6, 6));

            JsonNode answer = node.json("/api/drops?limit=1");

            assertThat(answer.path("rows_total").asInt()).isEqualTo(2);
            assertThat(answer.path("rows").toString())
                    .isEqualTo(
                            """
                            [{"client":"pump-7","user":"ann","reason":"queue_full","count":12,\
                            "first":5,"last":9}]\
                            """);
        }
    }
}
