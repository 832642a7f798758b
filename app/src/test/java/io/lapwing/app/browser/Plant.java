// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.app.system.RunningLapwing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A running Lapwing that knows two users, and the devices that call it. */
final class Plant implements AutoCloseable {
    static final String GOOD_USER = "boiler-2";
    static final String GOOD_PASSWORD = "warm";

    private final RunningLapwing lapwing;
    private final Device device;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Plant(RunningLapwing lapwing) {
        this.lapwing = lapwing;
        this.device = new Device(lapwing.mqttPort());
    }

    static Plant start(String... sets) {
        try {
            Path folder = RunningLapwing.temporaryFolder();
            Files.write(
                    folder.resolve("users"),
                    List.of(entry("pump-7", "changed"), entry(GOOD_USER, GOOD_PASSWORD)));
            List<String> all = new ArrayList<>(List.of(sets));
            all.add("allow_anonymous=off");
            all.add("vmq_passwd.password_file=users");
            return new Plant(RunningLapwing.startIn(folder, all.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of a password file, in the format that costs least to check. */
    private static String entry(String user, String password) {
        try {
            byte[] salt = "twelve bytes".getBytes(UTF_8);
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            sha.update(password.getBytes(UTF_8));
            Base64.Encoder base64 = Base64.getEncoder();
            String hash = base64.encodeToString(sha.digest(salt));
            return user + ":$6$" + base64.encodeToString(salt) + "$" + hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    RunningLapwing lapwing() {
        return lapwing;
    }

    Device device() {
        return device;
    }

    URI page(String path) {
        return lapwing.url(path);
    }

    /** The device that was not told of its new password tries this often. */
    void wrongPasswords(int times) {
        for (int i = 0; i < times; i++) {
            device.connect(5, "pump-7", "pump-7", "old");
        }
    }

    /** Does this now and then every so many seconds, until the plant is closed. */
    void every(int seconds, Runnable what) {
        var _ = clock.scheduleAtFixedRate(what, 0, seconds, TimeUnit.SECONDS);
    }

    /** Writes the users again with another password for the pump. */
    void reloadUsers() throws IOException {
        Files.write(
                lapwing.folder().resolve("users"),
                List.of(entry("pump-7", "changed again"), entry(GOOD_USER, GOOD_PASSWORD)));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        lapwing.close();
    }
}
