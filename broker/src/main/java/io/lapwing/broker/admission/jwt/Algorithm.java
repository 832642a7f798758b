// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * How a token is signed (RFC 7518 §3). A key fits one kind only: a public key is never taken for a
 * secret, and "none" is no algorithm.
 */
enum Algorithm {
    HS256("HmacSHA256", Kind.SECRET, 0),
    HS384("HmacSHA384", Kind.SECRET, 0),
    HS512("HmacSHA512", Kind.SECRET, 0),
    RS256("SHA256withRSA", Kind.RSA, 0),
    RS384("SHA384withRSA", Kind.RSA, 0),
    RS512("SHA512withRSA", Kind.RSA, 0),
    ES256("SHA256withECDSAinP1363Format", Kind.EC, 256),
    ES384("SHA384withECDSAinP1363Format", Kind.EC, 384),
    ES512("SHA512withECDSAinP1363Format", Kind.EC, 521);

    private static final int RSA_BITS_MIN = 2_048;

    private enum Kind {
        SECRET,
        RSA,
        EC
    }

    private final String java;
    private final Kind kind;
    private final int curveBits;

    Algorithm(String java, Kind kind, int curveBits) {
        this.java = java;
        this.kind = kind;
        this.curveBits = curveBits;
    }

    static @Nullable Algorithm of(@Nullable String name) {
        for (Algorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    boolean fits(Key key) {
        return switch (kind) {
            case SECRET -> key instanceof SecretKey;
            case RSA ->
                    key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            case EC ->
                    key instanceof ECPublicKey ec
                            && ec.getParams().getCurve().getField().getFieldSize() == curveBits;
        };
    }

    boolean verifies(byte[] signed, byte[] signature, Key key) {
        try {
            if (kind == Kind.SECRET) {
                Mac mac = Mac.getInstance(java);
                mac.init(key);
                return MessageDigest.isEqual(mac.doFinal(signed), signature);
            }
            Signature check = Signature.getInstance(java);
            check.initVerify((PublicKey) key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature of another length, or of no valid form
        }
    }
}
