// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Rule;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.base.Clock;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes notices of changes: all that is to be told, as it stands now. */
final class NoticeWriter {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final String TEST = "lapwing_notify_test";
    private static final String TEST_CHART = "lapwing.notify";

    private final String node;
    private final String pageUrl;
    private final Background background;
    private final Clock clock;

    NoticeWriter(String node, String pageUrl, Background background, Clock clock) {
        this.node = node;
        this.pageUrl = pageUrl;
        this.background = background;
        this.clock = clock;
    }

    Notice write(Tellings.Waiting what, int times) {
        Transition transition = what.transition();
        Notice.Findings findings = transition.to().raised() ? findings(what) : Notice.Findings.NONE;
        return new Notice(
                transition.id(),
                about(what.alert()),
                change(transition),
                findings,
                times,
                link(what.alert().id()));
    }

    /** One bulletin that says it is a test; two where a test would else stay open. */
    List<Bulletin> test(boolean gathers) {
        Bulletin raised = new Bulletin(node, List.of(test(Status.WARNING, Status.CLEAR)), true);
        Bulletin over = new Bulletin(node, List.of(test(Status.CLEAR, Status.WARNING)), true);
        return gathers ? List.of(raised) : List.of(raised, over);
    }

    private Notice test(Status to, Status from) {
        long nowMs = clock.epochMillis();
        return new Notice(
                0,
                new Notice.About(
                        node,
                        TEST_CHART + '.' + TEST,
                        0,
                        TEST,
                        "This is a test",
                        "Somebody tries out whether notifications of " + node + " arrive.",
                        TEST_CHART,
                        TEST_CHART,
                        "notify",
                        "Test",
                        "Messaging",
                        "Lapwing",
                        "sysadmin",
                        "",
                        ""),
                new Notice.Change(to, from, 0, 0, nowMs, nowMs, 0, "1 test", "", "1", "0", "test"),
                Notice.Findings.NONE,
                0,
                pageUrl.isEmpty() ? "" : pageUrl + "/alerts");
    }

    private Notice.Findings findings(Tellings.Waiting what) {
        try {
            return background.of(what.alert(), what.transition());
        } catch (IllegalStateException e) {
            LOG.debug("nobody can tell who is behind {}", what.alert().id(), e);
            return Notice.Findings.NONE;
        }
    }

    private Notice.About about(Alert alert) {
        Rule rule = alert.rule();
        String expression =
                rule.crit() != null && alert.status() == Status.CRITICAL
                        ? rule.crit()
                        : rule.warn();
        return new Notice.About(
                node,
                alert.id(),
                alert.number(),
                alert.name(),
                alert.summary().isEmpty() ? alert.name() : Wording.safe(alert.summary()),
                Wording.safe(alert.info()),
                alert.chart(),
                alert.context(),
                alert.family(),
                rule.classification(),
                rule.type(),
                rule.component(),
                rule.to(),
                expression == null ? "" : expression,
                "line=" + rule.source().line() + ",file=" + rule.source().file());
    }

    private static Notice.Change change(Transition transition) {
        return new Notice.Change(
                transition.to(),
                transition.from(),
                transition.alertEventId(),
                transition.id(),
                transition.atMs(),
                transition.atMs() - transition.nonClearS() * 1_000,
                transition.lastedS(),
                withUnits(transition.value(), transition.units()),
                withUnits(transition.oldValue(), transition.units()),
                number(transition.value()),
                number(transition.oldValue()),
                transition.units());
    }

    private static String withUnits(double value, String units) {
        return Double.isNaN(value) ? "" : (number(value) + ' ' + units).strip();
    }

    /** Whole numbers whole, others with at most two decimals. */
    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : "inf";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private String link(String alertId) {
        String path = URLEncoder.encode(alertId, StandardCharsets.UTF_8).replace("+", "%20");
        return pageUrl.isEmpty() ? "" : pageUrl + "/alerts/" + path;
    }
}
