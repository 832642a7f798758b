// SPDX-License-Identifier: Apache-2.0
/**
 * From changes of alerts to texts that reach people: what is worth telling ({@link Tellings}), to
 * whom ({@link Settings}), kept until it has arrived ({@link Outbox}), in the words of each kind of
 * receiver ({@link Channel}).
 */
@NullMarked
package io.lapwing.agent.notify;

import org.jspecify.annotations.NullMarked;
