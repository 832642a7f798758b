// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A client's side of SCRAM-SHA-256, written from RFC 5802 with nothing of the server's in it. */
public final class ScramClient {
    public static final String METHOD = "SCRAM-SHA-256";

    private final String user;
    private final String password;
    private final String header;
    private String nonce = "fyko+d2lbbFgONRv9qkxdawL";
    private String authMessage = "";
    private byte[] salted = {};

    public ScramClient(String user, String password) {
        this(user, password, "n,,");
    }

    public ScramClient(String user, String password, String header) {
        this.user = user;
        this.password = password;
        this.header = header;
    }

    public byte[] first() {
        return (header + bare()).getBytes(UTF_8);
    }

    /** The answer to what the server asks: salt, iterations and the longer nonce. */
    public byte[] last(byte[] serverFirst) {
        String asked = new String(serverFirst, UTF_8);
        String[] fields = asked.split(",");
        nonce = fields[0].substring(2);
        byte[] salt = Base64.getDecoder().decode(fields[1].substring(2));
        int iterations = Integer.parseInt(fields[2].substring(2));
        String last = "c=" + base64(header.getBytes(UTF_8)) + ",r=" + nonce;
        authMessage = "n=" + user + ",r=fyko+d2lbbFgONRv9qkxdawL," + asked + "," + last;
        try {
            salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                            .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] proof = hmac(stored, authMessage);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientKey[i];
            }
            return (last + ",p=" + base64(proof)).getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the server knows the password too. */
    public boolean believes(byte[] serverFinal) {
        byte[] signature = hmac(hmac(salted, "Server Key"), authMessage);
        return Arrays.equals(serverFinal, ("v=" + base64(signature)).getBytes(UTF_8));
    }

    private String bare() {
        return "n=" + user + ",r=" + nonce;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
