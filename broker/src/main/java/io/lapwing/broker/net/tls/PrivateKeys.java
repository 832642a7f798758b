// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in the forms that are about: PKCS#8 plain or encrypted, PKCS#1, SEC 1. */
final class PrivateKeys {
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte[] RSA_ENCRYPTION = {
        0x30,
        0x0D,
        0x06,
        0x09,
        0x2A,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xF7,
        0x0D,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };
    private static final byte[] EC_PUBLIC_KEY = {
        0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
    };
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int EC_PARAMETERS = 0xA0;

    private PrivateKeys() {}

    /** The first key of a file. */
    static PrivateKey read(Path file, String password) throws BadTlsFile {
        for (Pem.Block block : Pem.blocks(file)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return key(file, block.bytes());
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return key(file, decrypted(file, block.bytes(), password));
                }
                case "RSA PRIVATE KEY" -> {
                    return key(file, wrapped(RSA_ENCRYPTION, block.bytes()));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] algorithm = element(SEQUENCE, EC_PUBLIC_KEY, curve(file, block.bytes()));
                    return key(file, wrapped(algorithm, block.bytes()));
                }
                default -> {} // a certificate in the same file
            }
        }
        throw new BadTlsFile(file, "it holds no private key in PEM");
    }

    /** Whether the key belongs to the certificate with this public key. */
    static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> certified.getAlgorithm();
                };
        byte[] probe = "Lapwing".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certified);
            checking.update(probe);
            return checking.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false; // of another kind altogether
        }
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws BadTlsFile {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                // of another kind: the next is tried
            }
        }
        throw new BadTlsFile(file, "its private key is none of RSA, EC or Ed25519");
    }

    private static byte[] decrypted(Path file, byte[] encrypted, String password)
            throws BadTlsFile {
        if (password.isEmpty()) {
            throw new BadTlsFile(file, "its key is encrypted; set keypasswd or keypasswd_file");
        }
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            // What PBES2 stands for is told by its parameters.
            String algorithm =
                    info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new BadTlsFile(
                    file, "its key cannot be decrypted: the password is wrong, or its way unknown");
        } finally {
            secret.clearPassword();
        }
    }

    /** PKCS#8 around a key of an older form. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
    }

    /** The curve's name in SEC 1: ECPrivateKey is a version, the key, [0] the curve. */
    private static byte[] curve(Path file, byte[] sec1) throws BadTlsFile {
        try {
            ByteBuffer in = ByteBuffer.wrap(sec1);
            ByteBuffer body = enter(in);
            while (body.hasRemaining()) {
                int tag = body.get(body.position()) & 0xFF;
                ByteBuffer inside = enter(body);
                if (tag == EC_PARAMETERS) {
                    byte[] curve = new byte[inside.remaining()];
                    inside.get(curve);
                    return curve;
                }
            }
        } catch (RuntimeException e) {
            throw new BadTlsFile(file, "its EC key is damaged");
        }
        throw new BadTlsFile(file, "its EC key does not name its curve");
    }

    /** Steps over one element and returns what is in it. */
    private static ByteBuffer enter(ByteBuffer in) {
        in.get(); // the tag
        int length = in.get() & 0xFF;
        if (length > 0x7F) {
            int bytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | in.get() & 0xFF;
            }
        }
        ByteBuffer inside = in.slice(in.position(), length);
        in.position(in.position() + length);
        return inside;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            inside.writeBytes(part);
        }
        int length = inside.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(inside.toByteArray());
        return out.toByteArray();
    }
}
