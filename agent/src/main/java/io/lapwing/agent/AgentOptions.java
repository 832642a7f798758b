// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

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

    public static final List<Option<?>> ALL = List.of(RULES_DIR);

    private AgentOptions() {}
}
