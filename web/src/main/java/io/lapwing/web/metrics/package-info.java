// SPDX-License-Identifier: Apache-2.0
/** The numbers of the process as text that Prometheus, Netdata and VerneMQ's dashboards read. */
@NullMarked
package io.lapwing.web.metrics;

import org.jspecify.annotations.NullMarked;
