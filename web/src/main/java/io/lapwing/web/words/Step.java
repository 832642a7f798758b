// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import org.jspecify.annotations.Nullable;

/** One thing to do about a refusal: a sentence, and a command to copy where there is one. */
public record Step(String text, @Nullable String command) {}
