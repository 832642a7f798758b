// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class SnappyProperties {
    @Property(tries = 200)
    void whatIsCompressedIsReadByALibraryThatIsNotOurs(
            @ForAll @Size(max = 40) List<@Size(max = 30) byte[]> words,
            @ForAll @IntRange(max = 3_000) int times)
            throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < times && !words.isEmpty(); i++) {
            text.writeBytes(words.get(i * 7 % words.size()));
            text.write(i);
        }

        byte[] compressed = Snappy.compress(text.toByteArray());

        assertThat(org.xerial.snappy.Snappy.uncompress(compressed)).isEqualTo(text.toByteArray());
    }
}
