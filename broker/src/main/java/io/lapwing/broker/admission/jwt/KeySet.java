// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys that tokens may be signed with, as a file or an address tells them (RFC 7517). */
record KeySet(List<Named> keys) {
    static final KeySet EMPTY = new KeySet(List.of());

    /** More of a set are not read. */
    private static final int KEYS_MAX = 1_000;

    /**
     * @param id as tokens name it; null when it has no name
     */
    record Named(@Nullable String id, Key key) {}

    /**
     * Reads a set; keys of a kind that is not known are left out.
     *
     * @throws IllegalArgumentException saying what is wrong with all of it
     */
    static KeySet parse(byte[] json) {
        JsonNode all;
        try {
            all = JsonMapper.shared().readTree(json).path("keys");
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        if (!all.isArray()) {
            throw new IllegalArgumentException("it has no list \"keys\"");
        }
        List<Named> keys = new ArrayList<>();
        for (JsonNode each : all) {
            Key key = keys.size() < KEYS_MAX ? key(each) : null;
            if (key != null && !each.path("use").asString("sig").equals("enc")) {
                keys.add(new Named(each.path("kid").asString(null), key));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key that tokens can be checked with");
        }
        return new KeySet(List.copyOf(keys));
    }

    KeySet with(@Nullable Key key) {
        if (key == null) {
            return this;
        }
        List<Named> all = new ArrayList<>(keys);
        all.add(new Named(null, key));
        return new KeySet(List.copyOf(all));
    }

    /** Those a token may be signed with: the one it names, or all that fit when it names none. */
    List<Key> candidates(@Nullable String id, Algorithm algorithm) {
        return keys.stream()
                .filter(each -> id == null || each.id == null || Objects.equals(each.id, id))
                .map(Named::key)
                .filter(algorithm::fits)
                .toList();
    }

    private static @Nullable Key key(JsonNode node) {
        try {
            return switch (node.path("kty").asString("")) {
                case "RSA" ->
                        KeyFactory.getInstance("RSA")
                                .generatePublic(
                                        new RSAPublicKeySpec(number(node, "n"), number(node, "e")));
                case "EC" -> {
                    ECPoint point = new ECPoint(number(node, "x"), number(node, "y"));
                    yield KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(point, curve(node)));
                }
                case "oct" ->
                        new SecretKeySpec(
                                Base64.getUrlDecoder().decode(node.path("k").asString("")), "HMAC");
                default -> null;
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static ECParameterSpec curve(JsonNode node) throws GeneralSecurityException {
        String name =
                switch (node.path("crv").asString("")) {
                    case "P-256" -> "secp256r1";
                    case "P-384" -> "secp384r1";
                    case "P-521" -> "secp521r1";
                    default -> throw new IllegalArgumentException("unknown curve");
                };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static BigInteger number(JsonNode node, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(node.path(name).asString("")));
    }
}
