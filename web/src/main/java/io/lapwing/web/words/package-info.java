// SPDX-License-Identifier: Apache-2.0
/**
 * Sentences for people: remedies, evidence, numbers, durations, and clients' own text inside them.
 */
@NullMarked
package io.lapwing.web.words;

import org.jspecify.annotations.NullMarked;
