// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.app.tidy.Sources.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that no compiler holds. What breaks one is named with its file. */
class TidyTest {
    private static final int LINE_MAX = 100;
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;

    /** What each room may import: ARCHITECTURE.md has the reasons. */
    private static final Map<String, Set<String>> ARROWS =
            Map.of(
                    "base", Set.of(),
                    "protocol", Set.of(),
                    "store", Set.of("base"),
                    "broker", Set.of("base", "protocol", "store"),
                    "agent", Set.of("base", "store"),
                    "web", Set.of("base", "protocol", "broker", "agent"),
                    "app", Set.of("base", "protocol", "store", "broker", "agent", "web"),
                    "bench", Set.of("base", "protocol", "store", "broker", "agent", "web", "app"));

    private static final String MONITOR = "\\bsynchronized\\b";
    private static final String HANDLE = "java\\.lang\\.invoke\\.VarHandle";
    private static final String FUTURE = "\\bCompletableFuture\\b";
    private static final String TOPICS = "broker/src/main/java/io/lapwing/broker/topics/";

    /** Words that have no place in our code, and who is allowed them all the same. */
    private static final Map<String, String> BANNED =
            Map.ofEntries(
                    Map.entry(MONITOR, "base"),
                    Map.entry(HANDLE, "base"),
                    Map.entry("\\bvolatile\\b", "base"),
                    Map.entry("java\\.util\\.concurrent\\.locks", "base"),
                    Map.entry("java\\.util\\.concurrent\\.atomic", "base"),
                    Map.entry(FUTURE, "base"),
                    Map.entry("\\bThread\\.sleep\\b", ""),
                    Map.entry("\\bprintStackTrace\\b", ""),
                    Map.entry("\\bSystem\\.(out|err)\\b", "app bench"),
                    Map.entry("\\bjava\\.lang\\.reflect\\b", ""),
                    Map.entry("\\bOptional<[^>]*>\\s+\\w+\\s*[,)]", ""),
                    Map.entry("\\blombok\\b", ""),
                    Map.entry("\\borg\\.mockito\\b", ""),
                    Map.entry("@Disabled\\b", ""));

    /**
     * Files that break a rule for a reason. The trees of topics are the one structure that all
     * workers share: read without a lock, changed under the tree's monitor. The check of UTF-8
     * reads eight bytes at a time, and shares nothing. HiveMQ's client wants futures of whoever
     * authenticates for it.
     */
    private static final Map<String, Set<String>> EXCEPTIONS =
            Map.of(
                    TOPICS + "LevelNode.java",
                    Set.of(HANDLE),
                    TOPICS + "LevelTable.java",
                    Set.of(HANDLE),
                    TOPICS + "RetainedTree.java",
                    Set.of(HANDLE, MONITOR),
                    TOPICS + "SharedGroup.java",
                    Set.of(HANDLE),
                    TOPICS + "Subscriber.java",
                    Set.of(HANDLE),
                    TOPICS + "Subscribers.java",
                    Set.of(HANDLE),
                    TOPICS + "TopicTree.java",
                    Set.of(HANDLE, MONITOR),
                    "app/src/test/java/io/lapwing/app/system/HiveScram.java",
                    Set.of(FUTURE),
                    "protocol/src/main/java/io/lapwing/protocol/Utf8.java",
                    Set.of(HANDLE));

    /** The list may shrink; it grows only with a decision. */
    private static final int EXCEPTIONS_NOW = 11;

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?io\\.lapwing\\.(\\w+)\\.");
    private static final Pattern TASTELESS =
            Pattern.compile("(Impl|Manager|Helper|Utils?)(Test)?\\.java$");
    private static final Pattern ACCESSOR = Pattern.compile("\\bget[A-Z]\\w*\\(\\)\\s*(\\{|;$)");
    private static final Pattern OVERRIDDEN = Pattern.compile("@Override\\s[^{;]*");
    private static final Pattern CHANGE =
            Pattern.compile("- \\[(FEATURE|CHANGE|FIX|PERF|SECURITY)] \\S.*[.]");

    private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w*");

    private final List<String> broken = new ArrayList<>();

    @Test
    void roomsImportOnlyTheRoomsBelowThem() {
        for (Source source : Sources.java()) {
            Matcher imported = IMPORT.matcher(source.text());
            while (imported.find()) {
                String room = imported.group(1);
                if (!room.equals(source.room()) && !ARROWS.get(source.room()).contains(room)) {
                    broken.add(source.name() + " imports " + room);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void linesAndFilesAreShort() {
        all().forEach(source -> {
            List<String> lines = source.lines();
            if (lines.size() > FILE_LINES_MAX && !isExcepted(source, "long file")) {
                broken.add(source.name() + " has " + lines.size() + " lines");
            }
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.codePointCount(0, line.length()) > LINE_MAX
                        && !isExcepted(source, "long lines")) {
                    broken.add(source.name() + ":" + (i + 1) + " is too long");
                }
            }
        });
        assertThat(broken).isEmpty();
    }

    @Test
    void methodsAreShort() {
        MethodLengths.of(Sources.java())
                .forEach((method, length) -> {
                    if (length > METHOD_LINES_MAX) {
                        broken.add(method + " has " + length + " lines");
                    }
                });
        assertThat(broken).isEmpty();
    }

    @Test
    void bannedWordsStayWhereTheyAreAllowed() {
        for (Source source : Sources.java()) {
            String code = source.code();
            BANNED.forEach((word, allowed) -> {
                Matcher found = Pattern.compile(word).matcher(code);
                if (found.find()
                        && !source.name().contains("/src/build/")
                        && !List.of(allowed.split(" ")).contains(source.room())
                        && !isExcepted(source, word)) {
                    broken.add(source.name() + " says " + found.group());
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        for (Source source : Sources.java()) {
            if (TASTELESS.matcher(source.fileName()).find()) {
                broken.add(source.name() + " has a name without meaning");
            }
            Matcher accessor = ACCESSOR.matcher(OVERRIDDEN.matcher(source.code()).replaceAll(""));
            if (source.isMain() && accessor.find()) {
                broken.add(source.name() + " has an accessor with a verb: " + accessor.group());
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages =
                Sources.java().stream()
                        .filter(Source::isMain)
                        .map(TidyTest::folderOf)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> marked =
                Sources.java().stream()
                        .filter(source -> source.fileName().equals("package-info.java"))
                        .filter(source -> source.text().contains("@NullMarked"))
                        .map(TidyTest::folderOf)
                        .collect(Collectors.toSet());
        packages.removeAll(marked);

        assertThat(packages).isEmpty();
    }

    @Test
    void everySourceSaysItsLicenceFirst() {
        all().filter(source -> !source.text().lines().limit(3).anyMatch(TidyTest::isLicence))
                .forEach(source -> broken.add(source.name()));

        assertThat(broken).isEmpty();
    }

    @Test
    void whatIsLeftToDoIsAnIssue() {
        Pattern leftover = Pattern.compile("\\b(TODO(?! \\(#\\d+\\))|FIXME|XXX|HACK)\\b");
        all().filter(source -> !source.fileName().equals("TidyTest.java"))
                .filter(source -> leftover.matcher(source.text()).find())
                .forEach(source -> broken.add(source.name()));

        assertThat(broken).isEmpty();
    }

    @Test
    void everyClassIsUsedSomewhere() {
        Map<String, Set<String>> users = usersByWord(Sources.java());
        for (Source source : Sources.java()) {
            if (isEntry(source)) {
                continue;
            }
            Set<String> own = Set.of(source.typeName(), source.typeName() + "Test");
            boolean used =
                    users.getOrDefault(source.typeName(), Set.of()).stream()
                            .anyMatch(user -> !own.contains(user));
            if (!used) {
                broken.add(source.name() + " is used by nobody");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPartOfThePageIsUsed() {
        List<Source> page = Sources.page();
        for (Source source : page) {
            String name = source.fileName().replaceFirst("\\.tsx?$", "");
            boolean used =
                    page.stream()
                            .filter(other -> !other.name().equals(source.name()))
                            .anyMatch(other -> other.text().contains("/" + name));
            if (!used && !Set.of("main", "index.html", "app").contains(name)) {
                broken.add(source.name() + " is used by nobody");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theChangelogSpeaksInItsFiveWords() {
        List<String> changes =
                Sources.text("CHANGELOG.md").lines().filter(line -> line.startsWith("- ")).toList();

        assertThat(changes).isNotEmpty().allMatch(line -> CHANGE.matcher(line).matches());
    }

    @Test
    void exceptionsDoNotGrowUnseen() {
        Map<String, Source> files =
                Sources.java().stream().collect(Collectors.toMap(Source::name, each -> each));

        assertThat(EXCEPTIONS.values().stream().mapToInt(Set::size).sum())
                .isEqualTo(EXCEPTIONS_NOW);
        EXCEPTIONS.forEach((file, words) ->
                assertThat(words)
                        .as("what %s is excepted from", file)
                        .allMatch(word ->
                                Pattern.compile(word).matcher(files.get(file).code()).find()));
    }

    private static Map<String, Set<String>> usersByWord(List<Source> sources) {
        Map<String, Set<String>> users = new HashMap<>();
        for (Source source : sources) {
            WORD.matcher(source.code())
                    .results()
                    .map(MatchResult::group)
                    .forEach(word ->
                            users.computeIfAbsent(word, unused -> new HashSet<>())
                                    .add(source.typeName()));
        }
        return users;
    }

    private static Stream<Source> all() {
        return Stream.of(Sources.java(), Sources.page(), Sources.scripts()).flatMap(List::stream);
    }

    private static boolean isExcepted(Source source, String rule) {
        return EXCEPTIONS.getOrDefault(source.name(), Set.of()).contains(rule);
    }

    private static boolean isLicence(String line) {
        return line.contains("SPDX-License-Identifier: Apache-2.0");
    }

    /** Found by name: tests by JUnit, and what the JVM or a service loader starts. */
    private static boolean isEntry(Source source) {
        return source.fileName().equals("package-info.java")
                || source.text().contains("@Test")
                || source.text().contains("@ParameterizedTest")
                || source.text().contains("@Property")
                || source.text().contains("@FuzzTest")
                || source.text().contains("@Benchmark")
                || source.text().contains("static void main(")
                || source.text().contains("implements Configurator");
    }

    private static String folderOf(Source source) {
        return source.name().substring(0, source.name().lastIndexOf('/'));
    }
}
