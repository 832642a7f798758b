// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Config;
import io.lapwing.base.DiskFault;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Authorizer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others have written, in jars of the folder of plug-ins or on the class path. */
final class Plugins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private final URLClassLoader loader;
    final List<Authenticator> authenticators;
    final List<Authorizer> authorizers;

    private Plugins(Path folder) {
        URL[] jars = jars(folder).toArray(URL[]::new);
        loader = new URLClassLoader("plugins", jars, Plugins.class.getClassLoader());
        try {
            authenticators = found(Authenticator.class);
            authorizers = found(Authorizer.class);
        } catch (ServiceConfigurationError e) {
            close();
            throw new IllegalArgumentException(
                    AdmissionOptions.PLUGINS_DIR.name() + " = " + folder + ": " + e.getMessage(),
                    e);
        }
        authenticators.forEach(each -> LOG.info("plug-in: the authenticator {}", each.name()));
        authorizers.forEach(each -> LOG.info("plug-in: the authorizer {}", each));
    }

    /**
     * Loads them.
     *
     * @throws IllegalArgumentException naming option and jar when one cannot be loaded
     */
    static Plugins load(Config config) {
        return new Plugins(config.get(AdmissionOptions.PLUGINS_DIR));
    }

    private <P> List<P> found(Class<P> kind) {
        List<P> all = new ArrayList<>();
        ServiceLoader.load(kind, loader).forEach(all::add);
        return List.copyOf(all);
    }

    private static List<URL> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar :
                    files.filter(each -> each.toString().endsWith(".jar")).sorted().toList()) {
                jars.add(jar.toUri().toURL());
            }
            return jars;
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file without an address", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    AdmissionOptions.PLUGINS_DIR.name() + " = " + folder + ": " + DiskFault.why(e),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.debug("the plug-ins did not close", e);
        }
    }
}
