// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.DeliveryFailed;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;

/** Sends mail over SMTP, after STARTTLS or over TLS unless that is switched off. */
final class MailChannel implements Channel {
    private static final int TITLE_MAX = 200;

    private final Settings settings;
    private final String host;
    private final int port;
    private final String protocol;

    MailChannel(Settings settings) {
        this.settings = settings;
        String address = settings.get(NotifyOptions.HOST);
        int colon = address.lastIndexOf(':');
        this.host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        this.port = Integer.parseInt(address.substring(colon + 1));
        this.protocol = settings.get(NotifyOptions.TLS).equals("tls") ? "smtps" : "smtp";
    }

    @Override
    public void send(Bulletin bulletin) throws DeliveryFailed {
        Session session = Session.getInstance(properties());
        String user = settings.get(NotifyOptions.USER);
        try (Transport transport = session.getTransport(protocol)) {
            MimeMessage message = message(session, bulletin);
            String password = settings.get(NotifyOptions.PASSWORD);
            transport.connect(host, port, user.isEmpty() ? null : user, password);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (AuthenticationFailedException e) {
            throw DeliveryFailed.forNow(host + " does not take user and password");
        } catch (AddressException e) {
            throw DeliveryFailed.forGood("an address cannot be understood: " + e.getRef());
        } catch (SendFailedException e) {
            throw DeliveryFailed.forNow(host + " does not take the mail: " + e.getMessage());
        } catch (MessagingException e) {
            throw DeliveryFailed.forNow(host + " cannot be reached: " + e.getMessage());
        }
    }

    private MimeMessage message(Session session, Bulletin bulletin) throws MessagingException {
        String utf8 = StandardCharsets.UTF_8.name();
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.get(NotifyOptions.FROM)));
        message.setRecipients(
                Message.RecipientType.TO, InternetAddress.parse(settings.get(NotifyOptions.TO)));
        message.setSubject(Wording.cut(Wording.title(bulletin), TITLE_MAX), utf8);
        message.setSentDate(new Date(bulletin.first().change().atMs()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(Wording.title(bulletin) + "\n\n" + Wording.text(bulletin) + "\n", utf8);
        return message;
    }

    private Properties properties() {
        String timeout = Long.toString(settings.get(NotifyOptions.TIMEOUT).toMillis());
        boolean startTls = settings.get(NotifyOptions.TLS).equals("starttls");
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        properties.put(prefix + "auth", !settings.get(NotifyOptions.USER).isEmpty());
        properties.put(prefix + "starttls.enable", startTls);
        properties.put(prefix + "starttls.required", startTls);
        properties.put(prefix + "ssl.checkserveridentity", true);
        properties.put(prefix + "connectiontimeout", timeout);
        properties.put(prefix + "timeout", timeout);
        properties.put(prefix + "writetimeout", timeout);
        return properties;
    }
}
