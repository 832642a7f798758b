// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A JSON object that came as the body of a request. Each reader of a field checks it. */
public final class Fields {
    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    static Fields of(byte[] body) {
        try {
            JsonNode node = Json.tree(body);
            if (node.isObject()) {
                return new Fields(node);
            }
        } catch (JacksonException e) {
            // told below, together with bodies that are another kind of JSON
        }
        throw new HttpError(400, "the body must be a JSON object");
    }

    /** Refuses fields that the endpoint does not know. */
    public void knowsOnly(String... names) {
        List<String> known = List.of(names);
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw new HttpError(
                        400,
                        "there is no field %s here; there are %s"
                                .formatted(Request.shown(name), String.join(", ", known)));
            }
        }
    }

    /** The text; null when the field is missing or null. */
    public @Nullable String text(String name, int lengthMax) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString() || value.stringValue().length() > lengthMax) {
            throw HttpError.wrong(name, "must be a text of at most " + lengthMax + " characters");
        }
        return value.stringValue();
    }

    /** The number; null when the field is missing or null. */
    public @Nullable Long number(String name, long min, long max) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw HttpError.wrong(name, "must be a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    /** Whether the field is true; a missing one is not. */
    public boolean flag(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw HttpError.wrong(name, "must be true or false");
        }
        return value.booleanValue();
    }

    /** Texts by name; none when the field is missing. */
    public Map<String, String> texts(String name, int lengthMax) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        if (value.isObject()) {
            value.propertyStream().forEach(each -> texts.put(each.getKey(), string(each, name)));
        }
        if (!value.isObject() || texts.values().stream().anyMatch(it -> it.length() > lengthMax)) {
            throw HttpError.wrong(name, "must be an object of texts");
        }
        return texts;
    }

    private static String string(Map.Entry<String, JsonNode> entry, String name) {
        if (!entry.getValue().isString()) {
            throw HttpError.wrong(name, "must be an object of texts");
        }
        return entry.getValue().stringValue();
    }
}
