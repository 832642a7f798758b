// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import io.lapwing.base.Spelling;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code lapwing help KEY}: all that is known about an option, and what it is set to here. */
final class OptionHelp {
    private OptionHelp() {}

    /** Explains one option, or lists those whose keys begin with or hold the word. */
    static int print(String word, @Nullable Path configFile, PrintStream out) {
        List<Option<?>> found =
                AppOptions.ALL.stream().filter(option -> option.isMeantBy(word)).toList();
        if (found.isEmpty()) {
            found = AppOptions.ALL.stream().filter(option -> option.name().contains(word)).toList();
        }
        if (found.size() == 1) {
            explain(found.getFirst(), configFile, out);
            return Main.DONE;
        }
        found.forEach(option -> out.println(option.name() + "  " + option.meaning()));
        if (found.isEmpty()) {
            List<String> names = AppOptions.ALL.stream().map(Option::name).toList();
            System.err.println(
                    word
                            + " is no command and no option"
                            + Spelling.nearest(word, names)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }
        return found.isEmpty() ? Main.WRONG_USE : Main.DONE;
    }

    private static void explain(Option<?> option, @Nullable Path configFile, PrintStream out) {
        Config config = Settings.read(configFile, List.of(), null).config();
        out.println(option.name());
        out.println("  " + option.meaning());
        out.println("  type     " + option.type() + ": " + option.limits());
        out.println("  default  " + Manual.defaultOf(option));
        out.println("  changes  " + (option.runtime() ? "at run time" : "at the next start"));
        if (!option.inherits().isEmpty()) {
            out.println("  else     " + String.join(", then ", option.inherits()));
        }
        if (option.name().contains("$")) {
            config.instances(option)
                    .forEach(
                            instance -> out.println("  now      " + now(config, option, instance)));
        } else if (!option.secret()) {
            String now = Manual.written(option, config.get(option));
            out.println("  now      " + now + " (" + config.source(option) + ")");
        }
    }

    private static String now(Config config, Option<?> option, String instance) {
        String value =
                option.secret() ? "set" : Manual.written(option, config.get(option, instance));
        return instance + ": " + value + " (" + config.sourceOf(option, instance) + ")";
    }
}
