// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class PageTest {
    private static final Pattern SNAPSHOT =
            Pattern.compile(
                    "<script type=\"application/json\" id=\"snapshot\">(.*?)</script>",
                    Pattern.DOTALL);

    private final TestNode node = TestNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/refusals", "/alerts", "/alerts/chart.name", "/?open=r1"})
    void everyPageCarriesItsFirstData(String path) {
        HttpResponse<String> page = node.get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        Matcher data = SNAPSHOT.matcher(page.body());
        assertThat(data.find()).isTrue();
        assertThat(node.tree(data.group(1)).path("node").path("name").asString())
                .isEqualTo("node-1");
    }

    @Test
    void aClientIdCannotEndTheScriptItIsCarriedIn() {
        String hostile = "</script><script>alert(1)</script><!--\u2028\u202e\"'&\u0001";
        node.refuse(hostile);

        String page = node.get("/").body();
        Matcher data = SNAPSHOT.matcher(page);

        assertThat(data.find()).isTrue();
        assertThat(page).doesNotContain("alert(1)</script>").doesNotContain("<!--\u2028");
        JsonNode part = node.tree(data.group(1)).path("last_minute").path("parts").get(0);
        assertThat(part.path("client").asString()).isEqualTo(hostile);
        assertThat(node.json("/api/refusals").path("rows").get(0).path("client").asString())
                .isEqualTo(hostile);
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() {
        HttpResponse<String> first = node.get("/app.js");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = node.get("/app.js", "If-None-Match", tag);

        assertThat(first.headers().firstValue("Content-Type"))
                .hasValue("text/javascript; charset=utf-8");
        assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(node.get("/app.css").statusCode()).isEqualTo(200);
        assertThat(node.get("/logo.svg").headers().firstValue("Content-Type"))
                .hasValue("image/svg+xml");
    }
}
