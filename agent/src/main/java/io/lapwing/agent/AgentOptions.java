// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.health.StockRules;
import io.lapwing.base.Option;
import java.nio.file.Path;
import java.util.List;

/** What an operator may set about the agent. */
public final class AgentOptions {
    public static final Option<Path> RULES_DIR =
            Option.file(
                    "health.rules_dir",
                    "",
                    "Folder of alert rules (*.conf); a file named as a stock file replaces it.");

    public static final Option<String> STOCK_RULES =
            Option.choice(
                    "health.stock_rules",
                    StockRules.LAPWING.word(),
                    StockRules.words(),
                    "Rules that ship with the program: corrected, as Netdata evaluates them, or"
                            + " none.");

    public static final List<Option<?>> ALL = List.of(RULES_DIR, STOCK_RULES);

    private AgentOptions() {}
}
