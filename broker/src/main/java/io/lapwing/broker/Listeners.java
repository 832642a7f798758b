// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Config;
import io.lapwing.base.Latest;
import io.lapwing.base.Option;
import io.lapwing.base.Owner;
import io.lapwing.broker.BrokerView.ListenerView;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.net.Bind;
import io.lapwing.broker.net.CannotListen;
import io.lapwing.broker.net.ListenerOptions;
import io.lapwing.broker.net.Net;
import io.lapwing.broker.net.proxy.ProxyOptions;
import io.lapwing.broker.net.tls.TlsOptions;
import io.lapwing.broker.net.web.WebSocketOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The listeners by name, open or stopped, and their changes while the program runs. One thread
 * makes them; what was changed here is gone with the program.
 */
final class Listeners implements AutoCloseable {
    /** Names that may ever have one while the program runs: each has counters of its own. */
    static final int LISTENERS_MAX = 64;

    private static final int CHANGES_MAX = 16;
    private static final String FORM = "(tcp|ssl|ws|wss)\\.[A-Za-z0-9_-]{1,64}";
    private static final List<Option<?>> OPTIONS =
            Stream.of(
                            ListenerOptions.ALL,
                            TlsOptions.ALL,
                            WebSocketOptions.ALL,
                            ProxyOptions.ALL,
                            AdmissionOptions.ALL)
                    .flatMap(List::stream)
                    .toList();

    /** What came of a change. */
    record Changed(@Nullable ListenerView view, @Nullable String error) {}

    /**
     * @param address null when it is stopped
     */
    private record Known(Config config, @Nullable String address) {}

    private final Config base;
    private final Net net;
    private final Owner owner = Owner.start("lapwing-listener-changes", CHANGES_MAX);
    private final Map<String, Known> byName = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    private final Latest<List<ListenerView>> shown = new Latest<>(List.of());

    Listeners(Config base, Net net) {
        this.base = base;
        this.net = net;
    }

    /**
     * Opens all that are configured.
     *
     * @throws CannotListen when an address is taken
     * @throws IllegalArgumentException when a file or an option cannot be used
     */
    void openConfigured() {
        List<String> configured = base.instances(ListenerOptions.ADDRESS);
        for (String name : configured.isEmpty() ? List.of("tcp.default") : configured) {
            named.add(name);
            byName.put(name, new Known(base, net.listen(base, name)));
        }
        show();
    }

    /** Those that are open. */
    List<ListenerView> open() {
        return shown.value().stream().filter(each -> !each.address().isEmpty()).toList();
    }

    /** All of them; a stopped one has no address. */
    List<ListenerView> all() {
        return shown.value();
    }

    Config configOf(String name) {
        return ask(() -> {
            Known known = byName.get(name);
            return known == null ? base : known.config;
        });
    }

    /** Opens one; without an address, one that was stopped, as it was. */
    Changed start(String name, @Nullable String address, Map<String, String> settings) {
        return ask(() -> {
            try {
                return new Changed(opened(name, address, settings), null);
            } catch (IllegalArgumentException | CannotListen e) {
                return new Changed(null, e.getMessage());
            }
        });
    }

    private ListenerView opened(
            String name, @Nullable String address, Map<String, String> settings) {
        Known known = byName.get(name);
        if (known != null && known.address != null) {
            throw new IllegalArgumentException(name + " is open already; stop it first");
        }
        if (!name.matches(FORM)) {
            throw new IllegalArgumentException(
                    name + " is no name of a listener, such as tcp.inner or wss.browsers");
        }
        if (known == null && address == null) {
            throw new IllegalArgumentException(
                    "there is no stopped listener " + name + "; give an address");
        }
        if (!named.contains(name) && named.size() >= LISTENERS_MAX) {
            throw new IllegalArgumentException(
                    "there were " + LISTENERS_MAX + " listeners, as many names as there may be");
        }
        Config config = known == null ? base : known.config;
        Map<String, String> more = checked(name, settings);
        if (address != null) {
            more.put("listener." + name, address);
        }
        Config changed = config.with(more, "set while the program ran");
        refuseStrangers(changed, name);
        named.add(name);
        Known now = new Known(changed, net.listen(changed, name));
        byName.put(name, now);
        show();
        return view(name, now);
    }

    /** Takes no more connections; those that are there stay, unless they are to go as well. */
    boolean stop(String name, boolean alsoClients) {
        return ask(() -> {
            Known known = byName.get(name);
            if (known == null || known.address == null && !alsoClients) {
                return false;
            }
            net.close(name, alsoClients);
            byName.put(name, new Known(known.config, null));
            show();
            return true;
        });
    }

    /** Stops one and forgets it. */
    boolean delete(String name) {
        return ask(() -> {
            net.close(name, true);
            boolean had = byName.remove(name) != null;
            show();
            return had;
        });
    }

    @Override
    public void close() {
        owner.close();
    }

    private void show() {
        List<ListenerView> views = new ArrayList<>();
        byName.forEach((name, known) -> views.add(view(name, known)));
        shown.set(List.copyOf(views));
    }

    private ListenerView view(String name, Known known) {
        return new ListenerView(name, known.address == null ? "" : known.address);
    }

    private <R> R ask(Supplier<R> question) {
        return owner.ask(question);
    }

    /** The settings by their whole keys; each must be one of a listener, with a value it takes. */
    private static Map<String, String> checked(String name, Map<String, String> settings) {
        Map<String, String> checked = new HashMap<>();
        settings.forEach((key, value) -> {
            String whole = "listener." + name + "." + key;
            Option<?> option =
                    OPTIONS.stream()
                            .filter(each -> each.isMeantBy(whole))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            key + " is no setting of a listener like " + name));
            try {
                Object unused = option.parser().apply(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
            }
            checked.put(whole, value);
        });
        return checked;
    }

    /** As at the start: without any authentication only this machine may connect. */
    private static void refuseStrangers(Config config, String name) {
        Bind bind = config.get(ListenerOptions.ADDRESS, name);
        if (AdmissionOptions.nothingConfigured(config) && !bind.isOfThisMachine()) {
            throw new IllegalArgumentException(
                    "other machines could connect without a password; name a"
                            + " vmq_passwd.password_file, or set allow_anonymous = on if that is"
                            + " meant");
        }
    }
}
