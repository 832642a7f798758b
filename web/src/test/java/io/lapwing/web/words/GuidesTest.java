// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.StockRules;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GuidesTest {
    private final Guides guides = Guides.read();

    @ParameterizedTest
    @EnumSource
    void everyStockAlertHasAPageThatSaysWhatItMeansAndWhatToDo(StockRules stock) {
        for (String alert : RuleSet.load(Path.of(""), stock).names()) {
            Guide guide = guides.of(alert);
            assertThat(guide).as(alert).isNotNull();
            assertThat(guide.meaning()).as(alert).hasSizeGreaterThan(40).endsWith(".");
            assertThat(guide.steps()).as(alert).isNotEmpty();
            assertThat(guide.steps())
                    .allSatisfy(step ->
                            assertThat(step.text().charAt(0)).matches(Character::isUpperCase));
        }
    }
}
