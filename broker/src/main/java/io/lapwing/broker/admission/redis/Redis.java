// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.redis;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.HashPool;
import io.lapwing.broker.admission.Privileges;
import io.lapwing.broker.admission.backend.AclJson;
import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.broker.admission.backend.BackEnd.Outcome;
import io.lapwing.broker.admission.backend.BackEndFailed;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.admission.backend.StoredHash;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Clients in Redis: the key is the JSON list of mount point, client id and user name, the value a
 * JSON object with passhash, publish_acl and subscribe_acl.
 */
public final class Redis implements Authenticator, AutoCloseable {
    /** What stands under a key; nothing when there is no such key. */
    private record Found(@Nullable JsonNode value) {}

    private final Config config;
    private final BackEnd backEnd;
    private final HashPool pool;
    private final BlockingQueue<RedisLink> idle;

    private Redis(Config config, BackEnds backEnds, HashPool pool) {
        this.config = config;
        this.pool = pool;
        int size = config.get(RedisOptions.POOL_SIZE);
        idle = new ArrayBlockingQueue<>(size);
        backEnd =
                backEnds.open("redis", new BackEnd.Lanes(size, config.get(RedisOptions.PATIENCE)));
    }

    /** Null when it is switched off. */
    public static @Nullable Redis open(Config config, BackEnds backEnds, HashPool pool) {
        return config.get(AdmissionOptions.REDIS) ? new Redis(config, backEnds, pool) : null;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        String user = who.userName();
        byte[] password = who.password();
        if (user == null || password == null) {
            answer.accept(new Answer.Unknown("needs a user name and a password", null));
            return;
        }
        ArrayNode key = JsonMapper.shared().createArrayNode();
        key.add("").add(who.clientId()).add(user);
        backEnd.<Found>ask(
                () -> found(key.toString()),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Answered<Found>(Found found) -> {
                            Runnable work =
                                    () -> answer.accept(compared(key, user, password, found.value));
                            if (!pool.run(work)) {
                                answer.accept(
                                        new Answer.Denied(
                                                Cause.SERVER_BUSY, "too many logins wait", null));
                            }
                        }
                        case Outcome.Failed<Found> failed -> answer.accept(failed.answer());
                    }
                });
    }

    private static Answer compared(
            ArrayNode key, String user, byte[] password, @Nullable JsonNode value) {
        String where = "key " + SafeText.escaped(key.toString());
        if (value == null) {
            StoredHash.compareWithNobody(password);
            return new Answer.Unknown("has no " + where, null);
        }
        if (!StoredHash.matches(value.path("passhash").asString(""), password)) {
            return new Answer.Denied(
                    Cause.WRONG_PASSWORD,
                    "password of " + SafeText.quoted(user) + " does not match",
                    where);
        }
        return new Answer.Granted(
                where,
                Privileges.of(
                        AclJson.rules(
                                where, value.path("publish_acl"), value.path("subscribe_acl"))));
    }

    private Found found(String key) throws BackEndFailed {
        String value;
        try {
            value = asked(key);
        } catch (SocketTimeoutException e) {
            throw BackEndFailed.late("it did not answer in time (vmq_diversity.redis.timeout)");
        } catch (IOException e) {
            throw BackEndFailed.because(
                    address() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
        try {
            return new Found(value == null ? null : JsonMapper.shared().readTree(value));
        } catch (JacksonException e) {
            throw BackEndFailed.because("the value of " + key + " is not JSON");
        }
    }

    /** A connection that broke while it was idle is tried anew once. */
    private @Nullable String asked(String key) throws IOException {
        RedisLink waited = idle.poll();
        if (waited != null) {
            try {
                return used(waited, key);
            } catch (RedisLink.Refused e) {
                throw e;
            } catch (IOException e) {
                // it is tried with a new one
            }
        }
        return used(connected(), key);
    }

    private @Nullable String used(RedisLink link, String key) throws IOException {
        try {
            String value = link.ask("GET", key);
            if (!idle.offer(link)) {
                link.close();
            }
            return value;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private RedisLink connected() throws IOException {
        RedisLink link =
                new RedisLink(
                        config.get(RedisOptions.HOST),
                        config.get(RedisOptions.PORT),
                        (int) config.get(RedisOptions.PATIENCE).toMillis());
        try {
            String user = config.get(RedisOptions.USER);
            String password = config.get(RedisOptions.PASSWORD);
            if (!user.isEmpty()) {
                link.ask("AUTH", user, password);
            } else if (!password.isEmpty()) {
                link.ask("AUTH", password);
            }
            int database = config.get(RedisOptions.DATABASE);
            if (database > 0) {
                link.ask("SELECT", Integer.toString(database));
            }
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private String address() {
        return config.get(RedisOptions.HOST) + ":" + config.get(RedisOptions.PORT);
    }

    @Override
    public void close() {
        RedisLink next = idle.poll();
        while (next != null) {
            try {
                next.close();
            } catch (IOException e) {
                // it was closing anyway
            }
            next = idle.poll();
        }
    }
}
