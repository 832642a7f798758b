// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: the operator's files, then the stock files that none of them hides by its
 * name. What cannot be understood is in {@link #failed}.
 */
public final class RuleSet {
    /** Further rules are told as failed. */
    public static final int RULES_MAX = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(RuleSet.class);

    private final List<CompiledRule> rules = new ArrayList<>();
    private final List<FailedRule> failed = new ArrayList<>();

    private RuleSet() {}

    /**
     * Reads the files of a folder, and what ships with the program; the empty path is no folder.
     */
    public static RuleSet load(Path folder, StockRules stockRules) {
        RuleSet set = new RuleSet();
        Map<String, String> texts = new LinkedHashMap<>();
        if (!folder.toString().isEmpty()) {
            set.readFolder(folder, texts);
        }
        for (String stock : stockRules.files()) {
            texts.computeIfAbsent(stock, RuleSet::stock);
        }
        texts.forEach((file, text) -> set.add(RuleReader.read(file, text)));
        set.report();
        return set;
    }

    /** The rules of a name, and those whose values they use. */
    RuleSet with(String name) {
        RuleSet set = new RuleSet();
        Set<String> wanted = new LinkedHashSet<>(Set.of(name));
        for (int known = 0; known < wanted.size(); ) {
            known = wanted.size();
            for (CompiledRule rule : rules) {
                if (wanted.contains(rule.rule().name())) {
                    rule.names().stream().map(RuleSet::lastPart).forEach(wanted::add);
                }
            }
        }
        rules.stream().filter(each -> wanted.contains(each.rule().name())).forEach(set.rules::add);
        return set;
    }

    /** In {@code chart.alert} the alert. */
    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Others, and those of these rules that have none of their names. */
    RuleSet after(RuleSet others) {
        RuleSet set = new RuleSet();
        List<String> taken = others.names();
        set.rules.addAll(others.rules);
        rules.stream().filter(each -> !taken.contains(each.rule().name())).forEach(set.rules::add);
        set.failed.addAll(others.failed);
        return set;
    }

    /** Rules of one text, and no others. */
    public static RuleSet of(String file, String text) {
        RuleSet set = new RuleSet();
        set.add(RuleReader.read(file, text));
        set.report();
        return set;
    }

    List<CompiledRule> rules() {
        return rules;
    }

    /** The names of all rules. */
    public List<String> names() {
        return rules.stream().map(each -> each.rule().name()).distinct().toList();
    }

    /** What lines of rules that run cannot mean here. */
    public List<RuleNote> notes() {
        return rules.stream().flatMap(each -> each.rule().notes().stream()).toList();
    }

    public List<FailedRule> failed() {
        return List.copyOf(failed);
    }

    private void add(RuleFile file) {
        failed.addAll(file.failed());
        for (CompiledRule rule : file.rules()) {
            if (rules.size() < RULES_MAX) {
                rules.add(rule);
            } else {
                Source source = rule.rule().source();
                failed.add(
                        new FailedRule(
                                source.file(),
                                source.line(),
                                rule.rule().name(),
                                "there are more than " + RULES_MAX + " rules"));
            }
        }
    }

    private void readFolder(Path folder, Map<String, String> texts) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
                readFile(file, texts);
            }
        } catch (IOException e) {
            failed.add(new FailedRule(folder.toString(), 0, "", DiskFault.why(e)));
        } catch (UncheckedIOException e) {
            failed.add(new FailedRule(folder.toString(), 0, "", String.valueOf(e.getMessage())));
        }
    }

    private void readFile(Path file, Map<String, String> texts) {
        String name = String.valueOf(file.getFileName());
        try {
            texts.put(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            failed.add(new FailedRule(name, 0, "", "it is no UTF-8 text"));
        } catch (IOException e) {
            failed.add(new FailedRule(name, 0, "", DiskFault.why(e)));
        }
    }

    private static String stock(String file) {
        try (InputStream in = RuleSet.class.getResourceAsStream("/health.d/" + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no stock file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report() {
        for (FailedRule rule : failed) {
            if (rule.line() == 0) {
                LOG.warn("all rules of {} are off: {}", rule.file(), rule.error());
            } else {
                LOG.warn(
                        "rule {} is off: {} line {}: {}",
                        rule.name(),
                        rule.file(),
                        rule.line(),
                        rule.error());
            }
        }
        for (RuleNote note : notes()) {
            LOG.info("rule {}: {} line {}: {}", note.rule(), note.file(), note.line(), note.text());
        }
    }
}
