// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.broker.admission.secret.SaslPrep;
import io.lapwing.broker.admission.secret.ScramSecret;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677): client-first, server-first,
 * client-final, server-final. There is no channel binding. A user who is not there is asked and
 * refused like one whose proof is wrong; only the operator is told.
 */
final class ScramConversation implements Conversation {
    private static final int NONCE_BYTES = 18;
    private static final int NONCE_CHARS_MAX = 1_024;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A user, or what stands in for one.
     *
     * @param detail where the entry is
     * @param missing why nobody can prove to be this user; null for a real one
     */
    record User(ScramSecret secret, @Nullable String detail, @Nullable String missing) {}

    /** What the client said wrong. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        private final String what;

        Wrong(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }

    private final HashPool pool;
    private final Function<String, User> users;
    private String header = "";
    private String clientFirst = "";
    private String serverFirst = "";
    private String nonce = "";
    private @Nullable String userName;
    private @Nullable User user;

    ScramConversation(HashPool pool, Function<String, User> users) {
        this.pool = pool;
        this.users = users;
    }

    @Override
    public @Nullable String userName() {
        return userName;
    }

    @Override
    public void hear(byte[] data, Consumer<Reply> reply) {
        if (!pool.run(() -> reply.accept(answer(data)))) {
            String because = "more than " + HashPool.HASH_POOL_QUEUE_MAX + " logins wait";
            reply.accept(new Reply.Denied(Cause.SERVER_BUSY, because, null));
        }
    }

    private Reply answer(byte[] data) {
        try {
            if (user == null && data.length == 0) {
                return new Reply.More(data); // the client begins, so it is asked to
            }
            String text = SaslPrep.text(data);
            if (text == null) {
                throw new Wrong("what it sent is no UTF-8");
            }
            User asked = user;
            return asked == null ? first(text) : last(asked, text);
        } catch (Wrong e) {
            return no(e.what, null);
        }
    }

    /** client-first-message: n,,n=user,r=nonce. */
    private Reply first(String text) throws Wrong {
        int bare = bareAt(text);
        header = text.substring(0, bare);
        clientFirst = text.substring(bare);
        String[] fields = clientFirst.split(",", -1);
        if (fields[0].startsWith("m=")) {
            throw new Wrong("it needs an extension of SCRAM that is not known here");
        }
        if (fields.length < 2 || !fields[0].startsWith("n=") || !fields[1].startsWith("r=")) {
            throw new Wrong("its first message has no user name and nonce");
        }
        String name = named(fields[0].substring(2));
        userName = name;
        checkAuthorization(name);
        String theirs = fields[1].substring(2);
        if (!isNonce(theirs)) {
            throw new Wrong("its nonce is empty, too long or not printable");
        }
        User asked = users.apply(name);
        user = asked;
        nonce = theirs + ours();
        serverFirst =
                "r="
                        + nonce
                        + ",s="
                        + base64(asked.secret.salt())
                        + ",i="
                        + asked.secret.iterations();
        return new Reply.More(serverFirst.getBytes(UTF_8));
    }

    /** client-final-message: c=header,r=nonce,p=proof. */
    private Reply last(User asked, String text) throws Wrong {
        int proofAt = text.lastIndexOf(",p=");
        String[] fields = text.split(",", -1);
        if (proofAt < 0 || !fields[0].startsWith("c=") || !fields[1].startsWith("r=")) {
            throw new Wrong("its last message has no channel binding, nonce and proof");
        }
        if (!fields[0].substring(2).equals(base64(header.getBytes(UTF_8)))) {
            throw new Wrong("its channel binding is not what it began with");
        }
        if (!fields[1].substring(2).equals(nonce)) {
            throw new Wrong("its nonce is not the one of this exchange");
        }
        String authMessage = clientFirst + "," + serverFirst + "," + text.substring(0, proofAt);
        boolean proved = asked.secret.proves(decoded(text.substring(proofAt + 3)), authMessage);
        if (asked.missing != null) {
            return no(asked.missing, asked.detail);
        }
        String name = String.valueOf(userName);
        if (!proved) {
            return no("proof of " + SafeText.quoted(name) + " does not match", asked.detail);
        }
        User now = users.apply(name);
        if (now.missing != null || !now.secret.equals(asked.secret)) {
            return no(SafeText.quoted(name) + " was changed meanwhile", asked.detail);
        }
        String signature = "v=" + base64(asked.secret.serverSignature(authMessage));
        return new Reply.Granted(name, signature.getBytes(UTF_8), asked.detail);
    }

    /** Where the message begins behind the header of RFC 5801: n or y, and who to act for. */
    private static int bareAt(String text) throws Wrong {
        if (text.startsWith("p=")) {
            throw new Wrong("it asks for channel binding, which is not offered");
        }
        int comma = text.indexOf(',', 2);
        if ((!text.startsWith("n,") && !text.startsWith("y,")) || comma < 0) {
            throw new Wrong("what it sent is no first message of SCRAM");
        }
        return comma + 1;
    }

    private void checkAuthorization(String name) throws Wrong {
        String who = header.substring(2, header.length() - 1);
        if (!who.isEmpty() && !(who.startsWith("a=") && named(who.substring(2)).equals(name))) {
            throw new Wrong("it wants to act for another user");
        }
    }

    /** A name as it stands in a message, where comma and equals sign are written in another way. */
    private static String named(String written) throws Wrong {
        String plain = written.replace("=2C", ",");
        String name = plain.replace("=3D", "=");
        String prepared = SaslPrep.prepare(name);
        boolean stray = plain.replace("=3D", "").indexOf('=') >= 0;
        if (stray || prepared == null || prepared.isEmpty()) {
            throw new Wrong("its user name is empty or has characters that SCRAM does not allow");
        }
        return prepared;
    }

    private static boolean isNonce(String nonce) {
        return !nonce.isEmpty()
                && nonce.length() <= NONCE_CHARS_MAX
                && nonce.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
    }

    private static String ours() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return base64(bytes);
    }

    private static byte[] decoded(String base64) throws Wrong {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Wrong("its proof is no Base64");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Reply no(String because, @Nullable String detail) {
        return new Reply.Denied(Cause.AUTHENTICATION_FAILED, because, detail);
    }
}
