// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The authorizers one after the other, the client's own rules first. The first that allows or
 * denies decides; what nobody allows is denied, and the sentence tells what each of them said.
 */
final class Authorizers implements Authorizer {
    private final Authorizer[] chain;
    private final boolean asksElsewhere;

    /**
     * @param asksElsewhere whether what these leave undecided is asked of a {@link
     *     RemoteAuthorizer}
     */
    Authorizers(List<Authorizer> chain, boolean asksElsewhere) {
        this.chain = chain.toArray(Authorizer[]::new);
        this.asksElsewhere = asksElsewhere;
    }

    @Override
    public boolean allowsEverything() {
        return chain.length == 0 && !asksElsewhere;
    }

    @Override
    public int version() {
        int version = 0;
        for (Authorizer each : chain) {
            version += each.version(); // none of them ever falls
        }
        return version;
    }

    @Override
    public Decision publish(Client client, String topic) {
        ClientRules own = client.rules();
        Decision first = own == null ? null : own.publish(client, topic);
        return next(first, each -> each.publish(client, topic));
    }

    @Override
    public Decision subscribe(Client client, String filter) {
        ClientRules own = client.rules();
        Decision first = own == null ? null : own.subscribe(client, filter);
        return next(first, each -> each.subscribe(client, filter));
    }

    private Decision next(@Nullable Decision first, Function<Authorizer, Decision> question) {
        if (first == null && allowsEverything()) {
            return Decision.UNRULED;
        }
        Decision said = first;
        for (int i = 0; i < chain.length && (said == null || said.undecided()); i++) {
            Decision decision = question.apply(chain[i]);
            said = said == null ? decision : said.or(decision);
        }
        return said == null ? Decision.undecided("no rule of this server decides it", null) : said;
    }
}
