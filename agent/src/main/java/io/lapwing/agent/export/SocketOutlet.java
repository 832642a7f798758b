// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.agent.delivery.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches to a socket that stays open, and opens it again when the other side has closed it.
 * With TLS the server's certificate is checked, its name included.
 */
final class SocketOutlet implements Outlet {
    private static final int LOOK_MS = 1;
    private static final int READ_MAX = 4_096;

    private final Plan plan;
    private final SSLContext trust;
    private @Nullable Socket socket;

    /**
     * @throws IOException when the certificates to trust cannot be read
     */
    SocketOutlet(Plan plan) throws IOException {
        this.plan = plan;
        this.trust = plan.caFile().toString().isEmpty() ? Trust.usual() : Trust.of(plan.caFile());
    }

    @Override
    public int send(byte[] batch) throws DeliveryFailed {
        try {
            Socket open = socket;
            if (open == null || hasEnded(open)) {
                close();
                open = open();
                socket = open;
            }
            open.getOutputStream().write(batch);
            open.getOutputStream().flush();
            return 0;
        } catch (UnknownHostException e) {
            throw DeliveryFailed.forNow("there is no host " + plan.url().getHost());
        } catch (IOException e) {
            close();
            String why = e.getMessage() == null ? "no connection" : e.getMessage();
            throw DeliveryFailed.forNow(plan.url().getHost() + " cannot be reached: " + why);
        }
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // it is given up either way
        }
        socket = null;
    }

    private Socket open() throws IOException {
        String host = plan.url().getHost().replaceAll("[\\[\\]]", "");
        Socket plain = new Socket();
        try {
            plain.connect(
                    new InetSocketAddress(host, plan.url().getPort()),
                    (int) plan.timeout().toMillis());
            return plan.isSecure() ? secured(plain, host) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, String host) throws IOException {
        plain.setSoTimeout((int) plan.timeout().toMillis());
        Socket made =
                trust.getSocketFactory().createSocket(plain, host, plan.url().getPort(), true);
        if (made instanceof SSLSocket tls) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        }
        return made;
    }

    /** A write to a closed connection would seem to work once: its end can only be read. */
    private static boolean hasEnded(Socket socket) throws IOException {
        try {
            socket.setSoTimeout(LOOK_MS);
            return socket.getInputStream().read(new byte[READ_MAX]) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
