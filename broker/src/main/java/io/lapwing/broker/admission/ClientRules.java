// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.admission.AclRule.Access;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.Topics;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client may publish and subscribe to, as whoever let it in says: a row of a database, the
 * claims of a token. Good as long as its connection.
 */
public final class ClientRules {
    /** Of one client; what is beyond is not granted. */
    public static final int CLIENT_RULES_MAX = 1_000;

    private final String source;
    private final RuleTree tree = new RuleTree();
    private final List<String> names = new ArrayList<>();

    /**
     * @param source where they come from, for sentences, such as "claims of the token"
     */
    public ClientRules(String source) {
        this.source = source;
    }

    /** Lets the client publish; %u, %c and %m in the filter stand for its own names. */
    public ClientRules mayPublish(String filter) {
        return add(filter, Access.WRITE, "publish ");
    }

    /** Lets the client subscribe. */
    public ClientRules maySubscribe(String filter) {
        return add(filter, Access.READ, "subscribe ");
    }

    Decision publish(Client client, String topic) {
        int line = new RuleSearch(tree, client, topic).allowsPublish();
        return decision(line, "publish to ", topic);
    }

    Decision subscribe(Client client, String filter) {
        int line = new RuleSearch(tree, client, filter).allowsSubscribe();
        return decision(line, "subscribe to ", filter);
    }

    private Decision decision(int line, String verb, String topic) {
        return line == 0
                ? Decision.undecided(
                        "no rule of its own allows to " + verb + SafeText.quoted(topic), source)
                : Decision.allowed(
                        "a rule of its own allows it",
                        source + ", " + SafeText.escaped(names.get(line - 1)));
    }

    private ClientRules add(String filter, Access access, String word) {
        if (tree.size() < CLIENT_RULES_MAX && isValid(filter)) {
            names.add(word + filter);
            tree.add(RuleTree.EVERYBODY, AclRule.split(filter), true, access, names.size());
        }
        return this;
    }

    /** What cannot be read grants nothing. */
    private static boolean isValid(String filter) {
        try {
            Topics.checkFilter(filter);
            return true;
        } catch (MalformedPacket malformed) {
            return false;
        }
    }
}
