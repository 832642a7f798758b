// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.ScramClient;
import io.lapwing.broker.admission.Conversation.Reply;
import io.lapwing.broker.admission.secret.SaslPrep;
import io.lapwing.broker.admission.secret.ScramSecret;
import io.lapwing.broker.admission.secret.Secret;
import io.lapwing.broker.refusals.Cause;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), and what a file keeps for it. */
class ScramTest {
    private static final String ENTRY = ScramSecret.of("pencil", 4_096).text();
    private static final byte[] KEY = {1, 2, 3};

    private final HashPool pool = new HashPool(1, 100);
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private ScramConversation.User known = user(ENTRY);

    @AfterEach
    void close() {
        pool.close();
    }

    private static ScramConversation.User user(String entry) {
        return new ScramConversation.User(ScramSecret.parse(entry), "users, line 1", null);
    }

    private ScramConversation conversation() {
        return new ScramConversation(
                pool,
                name ->
                        name.equals("user")
                                ? known
                                : new ScramConversation.User(
                                        known.secret().ofNobody(KEY, name),
                                        null,
                                        "knows no user " + name));
    }

    private Reply hear(Conversation conversation, byte[] data) {
        conversation.hear(data, replies::add);
        await().until(() -> !replies.isEmpty());
        return replies.remove();
    }

    private byte[] more(Conversation conversation, byte[] data) {
        Reply reply = hear(conversation, data);
        assertThat(reply).isInstanceOf(Reply.More.class);
        return ((Reply.More) reply).data();
    }

    private String denied(Conversation conversation, byte[] data) {
        Reply reply = hear(conversation, data);
        assertThat(reply).isInstanceOf(Reply.Denied.class);
        Reply.Denied no = (Reply.Denied) reply;
        assertThat(no.cause()).isEqualTo(Cause.AUTHENTICATION_FAILED);
        return no.because();
    }

    private String changed(UnaryOperator<String> change) {
        ScramConversation conversation = conversation();
        ScramClient client = new ScramClient("user", "pencil");
        byte[] last = client.last(more(conversation, client.first()));
        return denied(conversation, change.apply(new String(last, UTF_8)).getBytes(UTF_8));
    }

    /** RFC 7677 §3. */
    @Test
    void theExampleOfTheStandardIsProvedAndSigned() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        ScramSecret secret = ScramSecret.of("pencil", salt, 4_096);
        String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        String messages =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r="
                        + nonce
                        + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r="
                        + nonce;
        byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        assertThat(secret.proves(proof, messages)).isTrue();
        assertThat(secret.serverSignature(messages))
                .asBase64Encoded()
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        proof[31] ^= 1;
        assertThat(secret.proves(proof, messages)).isFalse();
        assertThat(secret.proves(new byte[0], messages)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,,", "y,,", "n,a=user,"})
    void whoKnowsThePasswordIsLetInAndShownThatTheServerKnowsItToo(String header) {
        ScramConversation conversation = conversation();
        ScramClient client = new ScramClient("user", "pencil", header);

        byte[] asked = more(conversation, client.first());
        Reply reply = hear(conversation, client.last(asked));

        assertThat(reply).isInstanceOf(Reply.Granted.class);
        Reply.Granted in = (Reply.Granted) reply;
        assertThat(in.userName()).isEqualTo("user");
        assertThat(in.detail()).isEqualTo("users, line 1");
        assertThat(client.believes(in.data())).isTrue();
        assertThat(conversation.userName()).isEqualTo("user");
    }

    @Test
    void aClientThatWaitsToBeAskedIsAsked() {
        ScramConversation conversation = conversation();

        assertThat(more(conversation, new byte[0])).isEmpty();
        assertThat(more(conversation, new ScramClient("user", "pencil").first())).isNotEmpty();
    }

    @Test
    void aWrongPasswordAndAnUnknownUserLookAlikeFromOutside() {
        ScramConversation wrong = conversation();
        ScramClient guess = new ScramClient("user", "guess");
        String asked = new String(more(wrong, guess.first()), UTF_8);
        assertThat(denied(wrong, guess.last(asked.getBytes(UTF_8))))
                .isEqualTo("proof of “user” does not match");

        ScramClient stranger = new ScramClient("stranger", "guess");
        ScramConversation first = conversation();
        String once = new String(more(first, stranger.first()), UTF_8);
        String twice = new String(more(conversation(), stranger.first()), UTF_8);
        assertThat(denied(first, stranger.last(once.getBytes(UTF_8))))
                .isEqualTo("knows no user stranger");

        assertThat(salt(once)).isEqualTo(salt(twice)).hasSameSizeAs(salt(asked));
        assertThat(once.replaceAll(".*,i=", "")).isEqualTo("4096");
    }

    private static String salt(String serverFirst) {
        return serverFirst.replaceAll(".*,s=|,i=.*", "");
    }

    @Test
    void everyExchangeHasANonceOfItsOwnThatBeginsWithTheClients() {
        byte[] first = new ScramClient("user", "pencil").first();
        String one = new String(more(conversation(), first), UTF_8);
        String two = new String(more(conversation(), first), UTF_8);

        assertThat(one).startsWith("r=fyko+d2lbbFgONRv9qkxdawL").isNotEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "x,,n=user,r=a",
                "p=tls-unique,,n=user,r=a",
                "n,,n=user",
                "n,,n=,r=a",
                "n,,n=user,r=",
                "n,,n=us=er,r=a",
                "n,,m=x,n=user,r=a",
                "n,a=other,n=user,r=a",
                "n,,n=us\u0007er,r=a",
                "n,,n=user,r=\u00e9"
            })
    void aFirstMessageThatIsNoneIsRefused(String first) {
        ScramConversation conversation = conversation();
        if (first.isEmpty()) {
            assertThat(denied(conversation, new byte[] {(byte) 0xC3, 0x28})).contains("UTF-8");
        } else {
            assertThat(denied(conversation, first.getBytes(UTF_8))).isNotEmpty();
        }
    }

    @Test
    void aLastMessageThatDoesNotBelongToTheExchangeIsRefused() {
        assertThat(changed(last -> last.replace("c=biws", "c=eSws"))).contains("channel binding");
        assertThat(changed(last -> last.replace(",r=f", ",r=g"))).contains("nonce");
        assertThat(changed(last -> last.replace(",p=", ",p=!"))).contains("Base64");
        assertThat(changed(last -> last.replaceAll(",p=.*", ",p="))).contains("does not match");
        assertThat(changed(last -> last.replaceAll(",p=.*", ""))).contains("no channel binding");
        assertThat(changed(last -> last.replace(",p=", ",x=1,p="))).contains("does not match");
    }

    @Test
    void aUserWhoIsChangedDuringTheExchangeIsRefused() {
        ScramConversation conversation = conversation();
        ScramClient client = new ScramClient("user", "pencil");
        byte[] asked = more(conversation, client.first());
        known = user(ScramSecret.of("pencil", 4_096).text());

        assertThat(denied(conversation, client.last(asked))).contains("changed meanwhile");
    }

    @Test
    void anEntryAlsoChecksAPlainPassword() {
        Secret secret = Secret.parse(ENTRY);

        assertThat(secret.matches("pencil".getBytes(UTF_8))).isTrue();
        assertThat(secret.matches("Pencil".getBytes(UTF_8))).isFalse();
        assertThat(secret.matches(new byte[0])).isFalse();
        assertThat(secret.matches(new byte[] {(byte) 0xFF})).isFalse();
        assertThat(secret.ofNobody().matches("pencil".getBytes(UTF_8))).isFalse();
        assertThat(secret.text()).isEqualTo(ENTRY);
    }

    @Test
    void anEntryThatIsNoneIsTold() {
        for (String bad :
                List.of(
                        "SCRAM-SHA-256$4096:c2FsdA==",
                        "SCRAM-SHA-256$0:c2FsdA==$a:b",
                        "SCRAM-SHA-256$4096:c2FsdA==$AAAA:AAAA")) {
            assertThatThrownBy(() -> Secret.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** RFC 4013 §3. */
    @Test
    void textsThatLookTheSameArePreparedToBeTheSame() {
        assertThat(SaslPrep.prepare("I\u00ADX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("user")).isEqualTo("user");
        assertThat(SaslPrep.prepare("USER")).isEqualTo("USER");
        assertThat(SaslPrep.prepare("\u00AA")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("a\u00A0b")).isEqualTo("a b");
        assertThat(SaslPrep.prepare("\u0007")).isNull();
        assertThat(SaslPrep.prepare("\u0627\u0031")).isNull();
        assertThat(SaslPrep.prepare("\u0627\u0031\u0628")).isEqualTo("\u0627\u0031\u0628");
        assertThat(SaslPrep.prepare("\uE000")).isNull();
        assertThat(ScramSecret.of("\u2168", 1).matches("IX".getBytes(UTF_8))).isTrue();
    }
}
