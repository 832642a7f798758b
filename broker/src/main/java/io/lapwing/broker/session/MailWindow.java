// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

/**
 * What a publisher has in the mail to other workers. It is not read while that is as much as a
 * receiver's queue there can take in between the message that finds it long and the moment the
 * publisher hears of it. Part of a publishing connection, on its worker.
 */
final class MailWindow {
    /** A publisher with so much in the mail is held until some of it is delivered. */
    private static final int BYTES_MAX = 256 * 1_024;

    /** Messages above QoS 0 count as no less than this: none of them may be lost. */
    private static final int LEAST_BYTES = 2 * 1_024;

    /** Messages that may be in the mail of one publisher at most. */
    static final int MESSAGES_MAX = BYTES_MAX / 32;

    /** With so much a receipt is asked for, so that it is there before the window is full. */
    private static final int RECEIPT_BYTES = BYTES_MAX / 2;

    private final Reading reading;
    private long mailed;
    private long asked; // what the receipt under way is for; 0 for none

    MailWindow(Reading reading) {
        this.reading = reading;
    }

    /** One more is in the mail; true when a receipt for its batch is to be asked for. */
    boolean add(int qos, int bytes) {
        mailed += qos == 0 ? bytes : Math.max(bytes, LEAST_BYTES);
        if (mailed < RECEIPT_BYTES) {
            return false;
        }
        if (mailed >= BYTES_MAX) {
            boolean unused = reading.hold(this);
        }
        boolean asks = asked == 0;
        asked = asks ? mailed : asked;
        return asks;
    }

    /** The batch that was asked about is delivered, and so are those before it. */
    void delivered() {
        mailed -= asked;
        asked = 0;
        reading.release(this);
    }
}
