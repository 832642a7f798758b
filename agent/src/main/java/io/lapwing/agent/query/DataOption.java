// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

/** What a {@link DataQuery} may ask for besides. */
public enum DataOption {
    SECONDS,
    MS,
    NONZERO,
    ABSOLUTE,
    FLIP,
    NULL2ZERO,
    UNALIGNED,
    PERCENTAGE,
    OBJECTROWS,
    JSONWRAP,
    MIN2MAX,
    MATCH_IDS,
    MATCH_NAMES
}
