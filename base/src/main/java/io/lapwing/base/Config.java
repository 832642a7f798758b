// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings in force: what was set, by key, over the defaults of the options. */
public final class Config {
    private static final String INSTANCE = "$name";

    private final Map<String, String> set;

    private Config(Map<String, String> set) {
        this.set = set;
    }

    /** Settings that have been checked already, by key. */
    public static Config of(Map<String, String> set) {
        return new Config(new LinkedHashMap<>(set));
    }

    public <T> T get(Option<T> option) {
        return read(option, option.name());
    }

    /** The value for one instance of an option whose key holds {@code $name}. */
    public <T> T get(Option<T> option, String instance) {
        return read(option, option.name().replace(INSTANCE, instance));
    }

    public boolean isSet(Option<?> option) {
        return set.containsKey(option.name());
    }

    /** The instances for which a key with {@code $name} is set, in the order they were set. */
    public List<String> instances(Option<?> option) {
        String prefix = option.name().substring(0, option.name().indexOf(INSTANCE));
        String suffix = option.name().substring(prefix.length() + INSTANCE.length());
        return set.keySet().stream()
                .filter(key -> key.startsWith(prefix) && key.endsWith(suffix))
                .filter(key -> key.length() > prefix.length() + suffix.length())
                .map(key -> key.substring(prefix.length(), key.length() - suffix.length()))
                .filter(instance -> !instance.contains("."))
                .toList();
    }

    private <T> T read(Option<T> option, String key) {
        @Nullable String text = set.get(key);
        for (int i = 0; text == null && i < option.inherits().size(); i++) {
            text = set.get(option.inherits().get(i));
        }
        return text == null ? option.defaultValue() : option.parser().apply(text);
    }
}
