// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import io.lapwing.broker.admission.ClientRules;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules of one client as VerneMQ keeps them in databases: a list of objects with a "pattern". What
 * cannot be read, or restricts a pattern in a way that is not known here, grants nothing.
 */
public final class AclJson {
    private static final Logger LOG = LoggerFactory.getLogger(AclJson.class);

    private AclJson() {}

    /**
     * @param source where they come from, for sentences
     */
    public static ClientRules rules(
            String source, @Nullable String publish, @Nullable String subscribe) {
        return rules(source, parsed(source, publish), parsed(source, subscribe));
    }

    /** The same, read already. */
    public static ClientRules rules(String source, JsonNode publish, JsonNode subscribe) {
        ClientRules rules = new ClientRules(source);
        for (JsonNode each : publish) {
            String pattern = pattern(source, each);
            if (pattern != null) {
                rules.mayPublish(pattern);
            }
        }
        for (JsonNode each : subscribe) {
            String pattern = pattern(source, each);
            if (pattern != null) {
                rules.maySubscribe(pattern);
            }
        }
        return rules;
    }

    private static @Nullable String pattern(String source, JsonNode rule) {
        JsonNode pattern = rule.path("pattern");
        if (pattern.isString() && rule.size() == 1) {
            return pattern.stringValue();
        }
        LOG.warn("{}: a rule is left out, it has more or less than a pattern: {}", source, rule);
        return null;
    }

    private static JsonNode parsed(String source, @Nullable String json) {
        try {
            return JsonMapper.shared().readTree(json == null ? "[]" : json);
        } catch (JacksonException e) {
            LOG.warn("{}: rules that are not JSON are left out", source);
            return JsonMapper.shared().createArrayNode();
        }
    }
}
