// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Authorizer;
import io.lapwing.broker.admission.Onlooker;
import io.lapwing.broker.admission.RemoteAuthorizer;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.admission.webhook.Webhooks;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The checks beside the files of users and rules, in the order they are asked. */
final class AskedElsewhere implements AutoCloseable {
    private final BackEnds backEnds;
    private final @Nullable Webhooks webhooks;
    private final Admission.Others others;

    private AskedElsewhere(Config config, BackEnds backEnds) {
        this.backEnds = backEnds;
        webhooks = Webhooks.open(config, backEnds);
        List<Authenticator> authenticators = new ArrayList<>();
        List<Authorizer> authorizers = new ArrayList<>();
        ServiceLoader.load(Authenticator.class).forEach(authenticators::add);
        ServiceLoader.load(Authorizer.class).forEach(authorizers::add);
        RemoteAuthorizer remote = null;
        Onlooker onlooker = Onlooker.NOBODY;
        if (webhooks != null) {
            if (webhooks.authenticates()) {
                authenticators.add(webhooks);
            }
            remote = webhooks.authorizer();
            onlooker = webhooks.onlooker();
        }
        others = new Admission.Others(authenticators, authorizers, remote, onlooker);
    }

    /**
     * Opens what is configured; what is asked need not be there yet.
     *
     * @throws IllegalArgumentException naming the option that cannot be followed
     */
    static AskedElsewhere open(Config config, Clock clock, Metrics metrics, Events events) {
        BackEnds backEnds = new BackEnds(clock, metrics, events);
        try {
            return new AskedElsewhere(config, backEnds);
        } catch (RuntimeException e) {
            backEnds.close();
            throw e;
        }
    }

    Admission.Others others() {
        return others;
    }

    @Override
    public void close() {
        if (webhooks != null) {
            webhooks.close();
        }
        backEnds.close();
    }
}
