// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** A name and value that the applications agreed on; a name may come more than once. */
public record UserProperty(String name, String value) {}
