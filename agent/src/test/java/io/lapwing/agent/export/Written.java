// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Remote write as its receiver reads it, with libraries that are not ours. */
record Written(List<Label> labels, double value, long timestampMs) {
    record Label(String name, String value) {}

    static List<Written> of(byte[] body) {
        try {
            List<Written> series = new ArrayList<>();
            UnknownFieldSet request = UnknownFieldSet.parseFrom(Snappy.uncompress(body));
            for (UnknownFieldSet each : messages(request, 1)) {
                UnknownFieldSet sample = messages(each, 2).getFirst();
                series.add(
                        new Written(
                                messages(each, 1).stream().map(Written::label).toList(),
                                Double.longBitsToDouble(
                                        sample.getField(1).getFixed64List().getFirst()),
                                sample.getField(2).getVarintList().getFirst()));
            }
            return series;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String label(String name) {
        return labels.stream()
                .filter(each -> each.name.equals(name))
                .map(Label::value)
                .findFirst()
                .orElse("");
    }

    String name() {
        return label("__name__");
    }

    boolean isStale() {
        return Double.doubleToRawLongBits(value) == 0x7FF0000000000002L;
    }

    private static Label label(UnknownFieldSet label) {
        return new Label(text(label, 1), text(label, 2));
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field)
            throws InvalidProtocolBufferException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (var bytes : message.getField(field).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(bytes));
        }
        return messages;
    }
}
