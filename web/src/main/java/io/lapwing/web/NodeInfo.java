// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

/** Who this program is, to those who ask over HTTP. */
public record NodeInfo(String name, String version, long startedMillis) {}
