// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.HttpPost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chats, each with its own shape of a message. Names of clients are never markup in any. */
final class ChatChannels {
    private static final int SLACK_TEXT_MAX = 2_900;
    private static final int TEAMS_TEXT_MAX = 20_000;
    private static final int DISCORD_TITLE_MAX = 250;
    private static final int DISCORD_TEXT_MAX = 4_000;
    private static final int TELEGRAM_TEXT_MAX = 4_000;
    private static final int NTFY_TEXT_MAX = 3_000;
    private static final int TITLE_MAX = 150;
    private static final int RED = 0xC62828;
    private static final int AMBER = 0xE68A00;
    private static final int GREEN = 0x2E7D32;

    private ChatChannels() {}

    /** An incoming webhook; {@code & < >} are its only markup in plain text objects of mrkdwn. */
    static Channel slack(Settings settings) {
        return bulletin -> {
            String title = Wording.cut(Wording.title(bulletin), TITLE_MAX);
            String text = Wording.cut(Wording.text(bulletin), SLACK_TEXT_MAX);
            Map<String, Object> attachment = new LinkedHashMap<>();
            attachment.put("color", "#%06X".formatted(color(bulletin)));
            attachment.put("fallback", slackText(title));
            attachment.put(
                    "blocks",
                    List.of(
                            Map.of("type", "header", "text", plain(title)),
                            Map.of("type", "section", "text", plain(text))));
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("text", slackText(title));
            message.put("attachments", List.of(attachment));
            new HttpPost(settings.urlOr(""), settings.get(NotifyOptions.TIMEOUT)).json(message);
        };
    }

    private static Map<String, Object> plain(String text) {
        return Map.of("type", "plain_text", "text", text, "emoji", false);
    }

    private static String slackText(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A webhook of a workflow, which posts an adaptive card. */
    static Channel teams(Settings settings) {
        return bulletin -> {
            List<Map<String, Object>> body = new ArrayList<>();
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("type", "TextBlock");
            head.put("text", unmarked(Wording.title(bulletin)));
            head.put("weight", "Bolder");
            head.put("size", "Medium");
            head.put("wrap", true);
            head.put("color", teamsColor(bulletin));
            body.add(head);
            for (String line : Wording.cut(Wording.text(bulletin), TEAMS_TEXT_MAX).split("\n")) {
                if (!line.isBlank()) {
                    boolean link = line.startsWith("http");
                    body.add(
                            Map.of(
                                    "type",
                                    "TextBlock",
                                    "text",
                                    link ? line : unmarked(line),
                                    "wrap",
                                    true,
                                    "spacing",
                                    "Small"));
                }
            }
            Map<String, Object> card = new LinkedHashMap<>();
            card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
            card.put("type", "AdaptiveCard");
            card.put("version", "1.4");
            card.put("body", body);
            if (!bulletin.first().link().isEmpty()) {
                card.put(
                        "actions",
                        List.of(
                                Map.of(
                                        "type",
                                        "Action.OpenUrl",
                                        "title",
                                        "Open the alert",
                                        "url",
                                        bulletin.first().link())));
            }
            Map<String, Object> attachment =
                    Map.of(
                            "contentType",
                            "application/vnd.microsoft.card.adaptive",
                            "content",
                            card);
            new HttpPost(settings.urlOr(""), settings.get(NotifyOptions.TIMEOUT))
                    .json(Map.of("type", "message", "attachments", List.of(attachment)));
        };
    }

    private static String teamsColor(Bulletin bulletin) {
        return switch (color(bulletin)) {
            case RED -> "Attention";
            case AMBER -> "Warning";
            default -> "Good";
        };
    }

    static Channel discord(Settings settings) {
        return bulletin -> {
            Map<String, Object> embed = new LinkedHashMap<>();
            embed.put("title", Wording.cut(unmarked(Wording.title(bulletin)), DISCORD_TITLE_MAX));
            embed.put(
                    "description", Wording.cut(unmarked(withoutLink(bulletin)), DISCORD_TEXT_MAX));
            embed.put("color", color(bulletin));
            if (!bulletin.first().link().isEmpty()) {
                embed.put("url", bulletin.first().link());
            }
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("embeds", List.of(embed));
            message.put("allowed_mentions", Map.of("parse", List.of()));
            new HttpPost(settings.urlOr(""), settings.get(NotifyOptions.TIMEOUT)).json(message);
        };
    }

    private static String withoutLink(Bulletin bulletin) {
        String link = bulletin.first().link();
        String text = Wording.text(bulletin);
        return link.isEmpty() ? text : text.replace("\n" + link, "");
    }

    /** Plain text: without a parse mode nothing in it is markup. */
    static Channel telegram(Settings settings) {
        return bulletin -> {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("chat_id", settings.get(NotifyOptions.TO));
            message.put(
                    "text",
                    Wording.cut(
                            Wording.title(bulletin) + "\n\n" + Wording.text(bulletin),
                            TELEGRAM_TEXT_MAX));
            message.put("link_preview_options", Map.of("is_disabled", true));
            String url =
                    settings.urlOr("https://api.telegram.org")
                            + "/bot"
                            + settings.get(NotifyOptions.TOKEN)
                            + "/sendMessage";
            new HttpPost(url, settings.get(NotifyOptions.TIMEOUT)).json(message);
        };
    }

    static Channel ntfy(Settings settings) {
        return bulletin -> {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("topic", settings.get(NotifyOptions.TO));
            message.put("title", Wording.cut(Wording.title(bulletin), TITLE_MAX));
            message.put("message", Wording.cut(withoutLink(bulletin), NTFY_TEXT_MAX));
            int color = color(bulletin);
            message.put("priority", color == RED ? 5 : color == AMBER ? 4 : 3);
            String tag =
                    color == GREEN
                            ? "white_check_mark"
                            : color == RED ? "rotating_light" : "warning";
            message.put("tags", List.of(tag));
            if (!bulletin.first().link().isEmpty()) {
                message.put("click", bulletin.first().link());
            }
            HttpPost post =
                    new HttpPost(
                            settings.urlOr("https://ntfy.sh"), settings.get(NotifyOptions.TIMEOUT));
            String token = settings.get(NotifyOptions.TOKEN);
            (token.isEmpty() ? post : post.with("Authorization", "Bearer " + token)).json(message);
        };
    }

    private static int color(Bulletin bulletin) {
        Notice.Change worst = bulletin.first().change();
        return worst.isCritical() ? RED : worst.isClear() ? GREEN : AMBER;
    }

    /** What Markdown would read as markup stands for itself. */
    private static String unmarked(String text) {
        return text.replaceAll("([\\\\*_`~|<>\\[\\]()#@])", "\\\\$1");
    }
}
