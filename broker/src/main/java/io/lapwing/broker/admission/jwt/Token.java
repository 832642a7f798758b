// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A token taken apart (RFC 7515 §7.1). Nothing in it is true before its signature is checked. */
@SuppressWarnings("ArrayRecordComponent") // bytes, never compared by equals
record Token(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
    private static final int LENGTH_MAX = 16_384;

    /** Null when it is no token at all. */
    static @Nullable Token parse(@Nullable String text) {
        if (text == null || text.length() > LENGTH_MAX) {
            return null;
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            JsonNode header = json(parts[0]);
            JsonNode claims = json(parts[1]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            String signed = parts[0] + "." + parts[1];
            return header.isObject() && claims.isObject()
                    ? new Token(
                            header, claims, signed.getBytes(StandardCharsets.US_ASCII), signature)
                    : null;
        } catch (IllegalArgumentException | JacksonException e) {
            return null;
        }
    }

    @Nullable String keyId() {
        return header.path("kid").asString(null);
    }

    @Nullable Algorithm algorithm() {
        return header.has("crit") ? null : Algorithm.of(header.path("alg").asString(""));
    }

    boolean isSignedWithOneOf(List<Key> keys, Algorithm algorithm) {
        return keys.stream().anyMatch(key -> algorithm.verifies(signed, signature, key));
    }

    /** A claim that is a text; null when it is not there, or something else. */
    @Nullable String text(String claim) {
        JsonNode value = claims.path(claim);
        return value.isString() ? value.stringValue() : null;
    }

    /** A claim that is a moment, in seconds; null when it is not there, or something else. */
    @Nullable Long seconds(String claim) {
        JsonNode value = claims.path(claim);
        return value.isNumber() ? (Long) (long) value.asDouble(0) : null;
    }

    private static JsonNode json(String part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(part));
    }
}
