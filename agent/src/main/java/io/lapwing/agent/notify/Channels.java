// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.agent.delivery.HttpPost;
import io.lapwing.base.Clock;
import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the way out that a receiver's settings ask for. */
final class Channels {
    private Channels() {}

    /**
     * The channel of a receiver.
     *
     * @throws IOException when a file that the settings name cannot be read
     */
    static Channel of(Settings settings, TopicOutlet topics, Clock clock) throws IOException {
        return switch (settings.kind()) {
            case WEBHOOK -> webhook(settings);
            case SCRIPT -> new ScriptChannel(settings);
            case ALERTMANAGER -> new AlertmanagerChannel(settings, clock);
            case MQTT -> mqtt(settings, topics);
            case EMAIL -> new MailChannel(settings);
            case SLACK -> ChatChannels.slack(settings);
            case TEAMS -> ChatChannels.teams(settings);
            case DISCORD -> ChatChannels.discord(settings);
            case TELEGRAM -> ChatChannels.telegram(settings);
            case NTFY -> ChatChannels.ntfy(settings);
            case PAGERDUTY -> PagingChannels.pagerDuty(settings);
            case OPSGENIE -> PagingChannels.opsgenie(settings);
        };
    }

    private static Channel webhook(Settings settings) throws IOException {
        String type = settings.get(NotifyOptions.CONTENT_TYPE);
        Payload payload = new Payload(template(settings), type.contains("json"));
        return bulletin -> post(settings, settings.urlOr("")).send(type, payload.of(bulletin));
    }

    private static Channel mqtt(Settings settings, TopicOutlet topics) throws IOException {
        String topic = settings.get(NotifyOptions.TO);
        int qos = settings.get(NotifyOptions.QOS);
        boolean retain = settings.get(NotifyOptions.RETAIN);
        Payload payload = new Payload(template(settings), true);
        return bulletin -> {
            try {
                topics.publish(topic, payload.of(bulletin), qos, retain);
            } catch (IllegalStateException e) {
                throw DeliveryFailed.forNow(String.valueOf(e.getMessage()));
            }
        };
    }

    private static @Nullable String template(Settings settings) throws IOException {
        Path file = settings.get(NotifyOptions.TEMPLATE);
        if (file.toString().isEmpty()) {
            return null;
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException("the template " + file + ": " + DiskFault.why(e), e);
        }
    }

    /** A post with the operator's header, if there is one. */
    static HttpPost post(Settings settings, String url) {
        HttpPost post = new HttpPost(url, settings.get(NotifyOptions.TIMEOUT));
        String header = settings.get(NotifyOptions.HEADER);
        int colon = header.indexOf(':');
        return colon <= 0
                ? post
                : post.with(
                        header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
}
