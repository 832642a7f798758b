// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

/** Something to be read. It runs on a reading thread and passes on itself what it found. */
public interface Query {
    void run(View view) throws StoreException;

    /** It could not be read, for this reason. */
    void failed(String why);
}
