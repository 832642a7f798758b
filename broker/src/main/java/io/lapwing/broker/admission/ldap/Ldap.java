// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.broker.admission.backend.BackEnd.Outcome;
import io.lapwing.broker.admission.backend.BackEndFailed;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Asks a directory to believe the client's password: by a name that is made of the user name, or
 * one that is searched for. A user who is not there is tried all the same, so that it takes as
 * long.
 */
public final class Ldap implements Authenticator {
    private final Config config;
    private final Directory.Place place;
    private final BackEnd backEnd;

    private Ldap(Config config, BackEnds backEnds) {
        this.config = config;
        place =
                new Directory.Place(
                        config.get(LdapOptions.URL),
                        config.get(LdapOptions.STARTTLS),
                        (int) config.get(LdapOptions.PATIENCE).toMillis());
        if (config.get(LdapOptions.USER_DN).isEmpty() && config.get(LdapOptions.BASE).isEmpty()) {
            throw new IllegalArgumentException(
                    "ldap.enabled = on: users are found by ldap.user_dn or by ldap.base, and"
                            + " neither is set");
        }
        backEnd =
                backEnds.open(
                        "ldap",
                        new BackEnd.Lanes(
                                config.get(LdapOptions.POOL_SIZE),
                                config.get(LdapOptions.PATIENCE)));
    }

    /**
     * Null when it is switched off.
     *
     * @throws IllegalArgumentException naming the option that is missing
     */
    public static @Nullable Ldap open(Config config, BackEnds backEnds) {
        return config.get(AdmissionOptions.LDAP) ? new Ldap(config, backEnds) : null;
    }

    @Override
    public String name() {
        return "ldap";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        String user = who.userName();
        byte[] bytes = who.password();
        // An empty password is no proof: a directory takes it for nobody in particular.
        if (user == null || user.isEmpty() || bytes == null || bytes.length == 0) {
            answer.accept(new Answer.Unknown("needs a user name and a password", null));
            return;
        }
        String password = new String(bytes, StandardCharsets.UTF_8);
        backEnd.<Answer>ask(
                () -> asked(who.clientId(), user, password),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Answered<Answer>(Answer said) -> answer.accept(said);
                        case Outcome.Failed<Answer> failed -> answer.accept(failed.answer());
                    }
                });
    }

    private Answer asked(String clientId, String user, String password) throws BackEndFailed {
        try {
            String found = nameOf(clientId, user);
            String name = found == null ? "cn=nobody," + config.get(LdapOptions.BASE) : found;
            boolean believed = believes(name, password);
            if (found == null) {
                return new Answer.Unknown(place.url());
            }
            if (!believed) {
                return new Answer.Denied(
                        Cause.WRONG_PASSWORD,
                        "password of " + SafeText.quoted(user) + " does not match",
                        SafeText.escaped(name));
            }
            return group(user, name);
        } catch (LDAPException e) {
            throw BackEndFailed.because(place.url() + " says: " + why(e));
        }
    }

    private Answer group(String user, String name) throws LDAPException {
        String filter = config.get(LdapOptions.GROUP_FILTER);
        if (!filter.isEmpty()) {
            String wanted = filter.replace("%d", Filter.encodeValue(name));
            try (Directory directory = searching()) {
                if (directory.find(config.get(LdapOptions.GROUP_BASE), wanted) == null) {
                    return new Answer.Denied(
                            Cause.NOT_AUTHORIZED,
                            SafeText.quoted(user) + " is in no group that may (ldap.group_filter)",
                            SafeText.escaped(name));
                }
            }
        }
        return new Answer.Granted(SafeText.escaped(name));
    }

    private @Nullable String nameOf(String clientId, String user) throws LDAPException {
        String template = config.get(LdapOptions.USER_DN);
        if (!template.isEmpty()) {
            return template.replace("%u", Rdn.escapeValue(user));
        }
        String filter =
                config.get(LdapOptions.FILTER)
                        .replace("%u", Filter.encodeValue(user))
                        .replace("%c", Filter.encodeValue(clientId));
        try (Directory directory = searching()) {
            return directory.find(config.get(LdapOptions.BASE), filter);
        }
    }

    private Directory searching() throws LDAPException {
        return new Directory(
                place, config.get(LdapOptions.BIND_DN), config.get(LdapOptions.BIND_PASSWORD));
    }

    private boolean believes(String name, String password) throws LDAPException {
        try (Directory directory = new Directory(place, name, password)) {
            return true;
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return false;
            }
            throw e;
        }
    }

    private static String why(LDAPException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse("nothing").replace("\0", "");
    }
}
