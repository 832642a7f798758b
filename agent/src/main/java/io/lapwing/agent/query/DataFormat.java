// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;
import java.util.Optional;

/** How a {@link DataAnswer} is written, in Netdata's words. */
public enum DataFormat {
    JSON("json", true),
    /** A call of a function with the JSON. */
    JSONP("jsonp", true),
    /** A head of names, then a line for each row. */
    CSV("csv", false),
    TSV("tsv", false),
    TSV_EXCEL("tsv-excel", false),
    MARKDOWN("markdown", false),
    HTML("html", false),
    /** One number for each row: the sum of its dimensions. */
    SSV("ssv", false),
    SSVCOMMA("ssvcomma", false),
    /** The same numbers as a list in JSON. */
    ARRAY("array", true),
    /** The table as lists in JSON. */
    CSVJSONARRAY("csvjsonarray", true),
    /** As Google's charts take it. */
    DATATABLE("datatable", true),
    /** A call of Google's charts with the table. */
    DATASOURCE("datasource", true);

    private final String word;
    private final boolean json;

    DataFormat(String word, boolean json) {
        this.word = word;
        this.json = json;
    }

    /** The format of this word. */
    public static Optional<DataFormat> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public String word() {
        return word;
    }

    /** Whether what is written can stand in JSON as it is. */
    boolean isJson() {
        return json;
    }

    /** Whether a row is written as one number. */
    boolean isOneNumberARow() {
        return this == SSV || this == SSVCOMMA || this == ARRAY;
    }

    /** Whether what is written is a script that calls a function. */
    public boolean isCall() {
        return this == JSONP || this == DATASOURCE;
    }
}
