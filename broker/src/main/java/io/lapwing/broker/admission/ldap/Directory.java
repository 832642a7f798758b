// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One conversation with a directory, as somebody; it is over when this is closed. */
final class Directory implements AutoCloseable {
    /** Where a directory is and how it is talked to. */
    record Place(String url, boolean startTls, int patienceMillis) {}

    private final LDAPConnection connection;

    /**
     * @param name in the directory; empty for nobody in particular
     * @throws LDAPException when it cannot be reached, or does not believe it
     */
    Directory(Place place, String name, String password) throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(place.patienceMillis);
        options.setResponseTimeoutMillis(place.patienceMillis);
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        LDAPURL url = new LDAPURL(place.url);
        String host = Objects.requireNonNullElse(url.getHost(), "localhost");
        boolean tls = url.getScheme().equals("ldaps");
        connection =
                tls
                        ? new LDAPConnection(
                                context().getSocketFactory(), options, host, url.getPort())
                        : new LDAPConnection(options, host, url.getPort());
        try {
            if (place.startTls && !tls) {
                check(
                        connection
                                .processExtendedOperation(new StartTLSExtendedRequest(context()))
                                .getResultCode());
            }
            if (!name.isEmpty()) {
                check(connection.bind(name, password).getResultCode());
            }
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    private static void check(ResultCode code) throws LDAPException {
        if (!code.equals(ResultCode.SUCCESS)) {
            throw new LDAPException(code);
        }
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** The name of the only entry that is found; null when there is none. */
    @Nullable String find(String base, String filter) throws LDAPException {
        SearchRequest request =
                new SearchRequest(base, SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES);
        request.setSizeLimit(2);
        List<SearchResultEntry> found;
        try {
            found =
                    Objects.requireNonNullElse(
                            connection.search(request).getSearchEntries(), List.of());
        } catch (LDAPSearchException e) {
            if (!e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                throw e;
            }
            found = List.of();
        }
        if (found.size() > 1) {
            throw new LDAPException(
                    ResultCode.SIZE_LIMIT_EXCEEDED, "more than one entry is " + filter);
        }
        return found.isEmpty() ? null : found.getFirst().getDN();
    }

    @Override
    public void close() {
        connection.close();
    }
}
