// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualTest {
    @Test
    void thePagesMadeOfListsAreFresh() throws IOException, StartFailed {
        for (Map.Entry<String, String> page : Manual.pages(Main.commands()).entrySet()) {
            assertThat(root().resolve("docs/manual").resolve(page.getKey()))
                    .as("stale; ./lapwing config manual writes it anew")
                    .hasContent(page.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/manual", "docs/decisions"})
    void everyPageIsNamedOnTheFirstOne(String name) throws IOException {
        Path folder = root().resolve(name);
        String first = Files.readString(folder.resolve("README.md"));
        try (var pages = Files.list(folder)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .allMatch(page -> page.equals("README.md") || first.contains("(" + page + ")"));
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/manual"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
