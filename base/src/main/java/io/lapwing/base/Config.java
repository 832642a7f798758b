// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force: what was set, by key, over the defaults of the options. Options that say
 * so may change while the program runs; whoever uses one listens for its changes.
 */
public final class Config {
    /**
     * One key that was set, and where.
     *
     * @param option the name of the option that the key belongs to
     */
    record Setting(String option, String text, String source) {}

    private record Listener<T>(Option<T> option, Consumer<T> consumer) {}

    private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Setting> set;

    private Config(Map<String, Setting> set) {
        this.set = set;
    }

    /** Settings that have been checked already, by key. */
    public static Config of(Map<String, String> set) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        set.forEach((key, text) -> settings.put(key, new Setting("", text, "set by the program")));
        return new Config(settings);
    }

    static Config read(Map<String, Setting> set) {
        return new Config(set);
    }

    /** A copy with more set over it; later changes of the one are not seen in the other. */
    public Config with(Map<String, String> more, String source) {
        Map<String, Setting> all = new LinkedHashMap<>(set);
        more.forEach((key, text) -> all.put(key, new Setting("", text, source)));
        return new Config(all);
    }

    public <T> T get(Option<T> option) {
        return read(option, option.name());
    }

    /**
     * The value for one instance of an option whose key holds {@code $name}. Where the word before
     * it is one of several, the instance has it too, as {@code ssl.default}.
     */
    public <T> T get(Option<T> option, String instance) {
        return read(option, keyOf(option, instance));
    }

    public boolean isSet(Option<?> option) {
        return set.containsKey(option.name());
    }

    /** Where the value comes from: {@code FILE:LINE}, {@code command line} or {@code default}. */
    public String source(Option<?> option) {
        return source(option, option.name());
    }

    /** Where the value of one instance comes from. */
    public String sourceOf(Option<?> option, String instance) {
        return source(option, keyOf(option, instance));
    }

    /** The instances for which a key with {@code $name} is set, in the order they were set. */
    public List<String> instances(Option<?> option) {
        KeyPattern pattern = KeyPattern.of(option.name());
        int before = pattern.beforeInstance().length();
        int behind = pattern.behindInstance().length();
        return set.entrySet().stream()
                .filter(each -> belongsTo(option, each.getValue()))
                .map(Map.Entry::getKey)
                .filter(pattern::matches)
                .map(key -> key.substring(before, key.length() - behind))
                .toList();
    }

    /**
     * Sets an option while the program runs and tells those who listen for it.
     *
     * @throws IllegalArgumentException when it cannot change now, or the value is not valid
     */
    public <T> void change(Option<T> option, String text, String source) {
        if (!option.runtime()) {
            throw new IllegalArgumentException(
                    option.name() + " takes effect at the next start only");
        }
        T value = option.parser().apply(text);
        put(option.name(), new Setting(option.name(), text, source));
        listeners.forEach(listener -> tell(listener, option, value));
    }

    /** Calls back on the changing thread with each new value. Close it to stop listening. */
    public <T> Subscription onChange(Option<T> option, Consumer<T> consumer) {
        Listener<T> listener = new Listener<>(option, consumer);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** The text an option was set to, or inherits. */
    @Nullable String textOf(Option<?> option, String key) {
        Setting setting = settingOf(option, key);
        return setting == null ? null : setting.text;
    }

    private static String keyOf(Option<?> option, String instance) {
        KeyPattern pattern = KeyPattern.of(option.name());
        return pattern.beforeInstance() + instance + pattern.behindInstance();
    }

    private <T> T read(Option<T> option, String key) {
        String text = textOf(option, key);
        return text == null ? option.defaultValue() : option.parser().apply(text);
    }

    private String source(Option<?> option, String key) {
        Setting setting = settingOf(option, key);
        return setting == null ? "default" : setting.source;
    }

    private @Nullable Setting settingOf(Option<?> option, String key) {
        Map<String, Setting> settings = set;
        Setting setting = settings.get(key);
        for (int i = 0; setting == null && i < option.inherits().size(); i++) {
            setting = settings.get(KeyPattern.of(option.inherits().get(i)).readFor(key));
        }
        return setting;
    }

    private synchronized void put(String key, Setting setting) {
        Map<String, Setting> changed = new LinkedHashMap<>(set);
        changed.put(key, setting);
        set = changed;
    }

    /** {@code listener.tcp.max_connections} is no listener of that name: its own option has it. */
    private static boolean belongsTo(Option<?> option, Setting setting) {
        return setting.option.isEmpty() || setting.option.equals(option.name());
    }

    @SuppressWarnings("unchecked") // the names are equal, so it is the same option
    private static <T> void tell(Listener<?> listener, Option<T> option, T value) {
        if (listener.option.name().equals(option.name())) {
            ((Listener<T>) listener).consumer.accept(value);
        }
    }
}
