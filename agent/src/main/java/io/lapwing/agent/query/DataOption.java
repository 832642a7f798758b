// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a {@link DataQuery} may ask for besides. */
public enum DataOption {
    SECONDS("seconds"),
    MS("ms", "milliseconds"),
    NONZERO("nonzero"),
    ABSOLUTE("absolute", "abs", "absolute_sum", "absolute-sum"),
    FLIP("flip", "reversed", "reverse"),
    NULL2ZERO("null2zero"),
    UNALIGNED("unaligned", "not_aligned", "not-aligned"),
    PERCENTAGE("percentage"),
    OBJECTROWS("objectrows"),
    JSONWRAP("jsonwrap"),
    MIN2MAX("min2max"),
    MATCH_IDS("match-ids", "match_ids"),
    MATCH_NAMES("match-names", "match_names"),
    ANOMALY_BIT("anomaly-bit");

    private final List<String> words;

    DataOption(String... words) {
        this.words = List.of(words);
    }

    public String word() {
        return words.get(0);
    }

    /** The option of this word in Netdata's language. */
    public static Optional<DataOption> of(String word) {
        return Arrays.stream(values()).filter(option -> option.words.contains(word)).findFirst();
    }

    /**
     * The options of a list with bars, commas or spaces between; words without meaning are left
     * out.
     */
    public static Set<DataOption> all(String list) {
        Set<DataOption> options = EnumSet.noneOf(DataOption.class);
        for (String word : list.split("[|, ]+")) {
            of(word).ifPresent(options::add);
        }
        return options;
    }
}
