// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.export.ExportView;
import io.lapwing.agent.health.Culprits;
import io.lapwing.web.words.Guide;
import io.lapwing.web.words.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page believes an answer to hold is what the server writes, in the same order. */
final class ApiTypesTest {
    private static final Pattern INTERFACE =
            Pattern.compile("export interface (\\w+)[^{]*\\{\\n(.*?)\\n}", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("(?m)^ {2}(\\w+): ");

    private static final Map<String, Class<?>> RECORDS = new HashMap<>();

    static {
        RECORDS.put("Snapshot", Api.Snapshot.class);
        RECORDS.put("Cause", Api.CauseWord.class);
        RECORDS.put("Summary", Api.Summary.class);
        RECORDS.put("SummaryPart", Api.Part.class);
        RECORDS.put("Alert", Api.AlertNow.class);
        RECORDS.put("FailedRule", Api.RuleOff.class);
        RECORDS.put("Event", Api.Happening.class);
        RECORDS.put("Vital", Api.Vital.class);
        RECORDS.put("Row", Api.Row.class);
        RECORDS.put("Refusals", Api.Refusals.class);
        RECORDS.put("Check", Api.Rung.class);
        RECORDS.put("Explained", Api.Explanation.class);
        RECORDS.put("Step", Step.class);
        RECORDS.put("Alerts", Api.Alerts.class);
        RECORDS.put("AlertDetail", Api.AlertStory.class);
        RECORDS.put("Guide", Guide.class);
        RECORDS.put("Silence", Api.SilenceNow.class);
        RECORDS.put("Culprits", Culprits.class);
        RECORDS.put("Share", Culprits.Share.class);
        RECORDS.put("Transition", Api.Change.class);
        RECORDS.put("Export", ExportView.class);
        RECORDS.put("Second", Api.Second.class);
        RECORDS.put("AlertsNow", Api.AlertsNow.class);
        RECORDS.put("Client", Api.ClientRow.class);
        RECORDS.put("Chart", Api.ChartLine.class);
        RECORDS.put("ChartList", Api.ChartList.class);
        RECORDS.put("Lately", Api.Lately.class);
        RECORDS.put("Clients", Api.Clients.class);
        RECORDS.put("ClientSession", Api.Session.class);
        RECORDS.put("Subscribed", Api.Subscribed.class);
        RECORDS.put("Moment", Api.Moment.class);
        RECORDS.put("ClientDetail", Api.ClientDetail.class);
    }

    @Test
    void everyInterfaceOfThePageHasTheFieldsOfItsRecord() throws IOException {
        Map<String, List<String>> interfaces = interfaces();

        assertThat(interfaces.keySet()).containsAll(RECORDS.keySet());
        RECORDS.forEach(
                (name, type) -> assertThat(interfaces.get(name)).as(name).isEqualTo(keys(type)));
    }

    private static Map<String, List<String>> interfaces() throws IOException {
        Map<String, List<String>> interfaces = new HashMap<>();
        Matcher each = INTERFACE.matcher(Files.readString(Path.of("ui/api.ts")));
        while (each.find()) {
            List<String> fields = new ArrayList<>();
            Matcher field = FIELD.matcher(each.group(2));
            while (field.find()) {
                fields.add(field.group(1));
            }
            interfaces.put(each.group(1), fields);
        }
        return interfaces;
    }

    private static List<String> keys(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(each -> each.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }
}
