// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

/** One step up: what makes of a store of one version a store of the next. */
public interface Migration {
    /** The version it starts from. */
    int from();

    /** Reads what is there and puts what is to be; called again if a crash ends it half-way. */
    void migrate(View view, Write write) throws StoreException;
}
