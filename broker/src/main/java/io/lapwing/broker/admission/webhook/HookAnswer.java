// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.broker.admission.backend.BackEndFailed;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an endpoint says to a question that decides something. */
sealed interface HookAnswer {
    /** Yes; the whole answer, with modifiers in it if there are any. */
    record Ok(JsonNode answer) implements HookAnswer {
        JsonNode modifiers() {
            return answer.path("modifiers");
        }
    }

    /** It has no opinion: ask the next. */
    record Next() implements HookAnswer {}

    /** No, and why. */
    record No(String error) implements HookAnswer {}

    Pattern MAX_AGE = Pattern.compile("max-age\\s*=\\s*\"?([0-9]{1,9})");
    JsonMapper MAPPER = JsonMapper.shared();

    /** Reads the body of an answer with status 200. */
    static HookAnswer read(byte[] body) throws BackEndFailed {
        JsonNode answer;
        try {
            answer = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw BackEndFailed.because("its answer is not JSON");
        }
        JsonNode result = answer.path("result");
        if (result.isString()) {
            switch (result.stringValue()) {
                case "ok" -> {
                    return new Ok(answer);
                }
                case "next" -> {
                    return new Next();
                }
                default -> {}
            }
        } else if (result.isObject() && result.has("error")) {
            JsonNode error = result.path("error");
            return new No(error.isString() ? error.stringValue() : error.toString());
        }
        throw BackEndFailed.because(
                "its answer has no result that is \"ok\", \"next\" or {\"error\": …}");
    }

    /** Seconds that the answer may be kept; 0 for not at all. */
    static long maxAgeSeconds(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return 0;
        }
        String text = cacheControl.toLowerCase(Locale.ROOT);
        Matcher age = MAX_AGE.matcher(text);
        return text.contains("no-store") || !age.find() ? 0 : Long.parseLong(age.group(1));
    }
}
