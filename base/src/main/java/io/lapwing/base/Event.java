// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

/**
 * Something that changed and that an operator may want to know: a start, a reload, an alert.
 *
 * @param id rises by one with each event of the process
 * @param kind a word for filters and marks: start, stop, reload, alert, ban
 * @param key whether it stands out among the others
 */
public record Event(long id, long atMillis, String kind, String text, boolean key) {}
