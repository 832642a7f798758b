// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.notify.Background;
import io.lapwing.agent.notify.Notice.Findings;
import io.lapwing.agent.notify.Notice.Share;
import io.lapwing.base.Config;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.web.words.Guide;
import io.lapwing.web.words.Guides;
import io.lapwing.web.words.Remedies;
import io.lapwing.web.words.Step;
import io.lapwing.web.words.Words;
import java.util.List;

/** Tells notifications who is behind an alert, from where and why, and what to do. */
public final class AlertBackground implements Background {
    private static final int ROWS_MAX = 100;

    private final BrokerView broker;
    private final RefusalWitness witness;
    private final Remedies remedies;
    private final Guides guides = Guides.read();

    public AlertBackground(BrokerView broker, Config config) {
        this.broker = broker;
        this.witness = new RefusalWitness(broker);
        this.remedies =
                Remedies.of(
                        config.get(AdmissionOptions.PASSWORD_FILE).toString(),
                        config.get(AdmissionOptions.ACL_FILE).toString());
    }

    @Override
    public Findings of(Alert alert, Transition transition) {
        if (!RefusalWitness.knows(alert.context()) || alert.windowBeforeS() == 0) {
            return new Findings(0, List.of(), List.of(), List.of(), guide(alert));
        }
        long fromMs = alert.windowAfterS() * 1_000;
        long toMs = (alert.windowBeforeS() + 1) * 1_000;
        Culprits culprits =
                witness.between(alert.target(), alert.context(), alert::counts, fromMs, toMs);
        List<RefusalRow> rows = RefusalWitness.behind(broker, alert, fromMs, toMs, ROWS_MAX);
        return new Findings(
                culprits.total(),
                shares(culprits.causes()),
                shares(culprits.clients()),
                shares(culprits.addresses()),
                rows.stream().findFirst().map(this::steps).orElseGet(() -> guide(alert)));
    }

    /** What the alert's own page says, whoever is behind it. */
    private List<String> guide(Alert alert) {
        Guide guide = guides.of(alert.rule().name());
        return guide == null ? List.of() : lines(guide.steps());
    }

    /** The remedies for whoever is refused most: that is what raised it. */
    private List<String> steps(RefusalRow row) {
        return lines(remedies.steps(row.newest()));
    }

    private static List<String> lines(List<Step> steps) {
        return steps.stream().map(AlertBackground::line).toList();
    }

    private static String line(Step step) {
        return step.command() == null ? step.text() : step.text() + " " + step.command();
    }

    private static List<Share> shares(List<Culprits.Share> shares) {
        return shares.stream()
                .map(each -> new Share(Words.name(each.name()), each.count()))
                .toList();
    }
}
