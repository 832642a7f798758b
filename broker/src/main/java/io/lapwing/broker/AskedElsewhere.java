// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.HashPool;
import io.lapwing.broker.admission.Onlooker;
import io.lapwing.broker.admission.RemoteAuthorizer;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.admission.jwt.Jwt;
import io.lapwing.broker.admission.ldap.Ldap;
import io.lapwing.broker.admission.redis.Redis;
import io.lapwing.broker.admission.sql.Database;
import io.lapwing.broker.admission.webhook.Webhooks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks beside the files of users and rules, in the order they are asked. */
final class AskedElsewhere implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AskedElsewhere.class);

    private final BackEnds backEnds;
    private final HashPool pool = new HashPool();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Admission.Others others;

    private AskedElsewhere(Config config, BackEnds backEnds) {
        this.backEnds = backEnds;
        List<Authenticator> authenticators = new ArrayList<>();
        Plugins plugins = Plugins.load(config);
        opened.add(plugins);
        add(authenticators, Jwt.open(config, backEnds, pool));
        Database.open(config, backEnds, pool).forEach(each -> add(authenticators, each));
        add(authenticators, Redis.open(config, backEnds, pool));
        add(authenticators, Ldap.open(config, backEnds));
        RemoteAuthorizer remote = null;
        Onlooker onlooker = Onlooker.NOBODY;
        Webhooks webhooks = Webhooks.open(config, backEnds);
        if (webhooks != null) {
            opened.add(webhooks);
            if (webhooks.authenticates()) {
                authenticators.add(webhooks);
            }
            remote = webhooks.authorizer();
            onlooker = webhooks.onlooker();
        }
        authenticators.addAll(plugins.authenticators);
        others = new Admission.Others(authenticators, plugins.authorizers, remote, onlooker);
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

    private void add(List<Authenticator> to, @Nullable Authenticator opened) {
        if (opened != null) {
            to.add(opened);
            if (opened instanceof AutoCloseable closing) {
                this.opened.add(closing);
            }
        }
    }

    Admission.Others others() {
        return others;
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) { // whatever it is, the others are closed as well
                LOG.warn("{} did not close", each, e);
            }
        }
        pool.close();
        backEnds.close();
    }
}
