// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

/** The other end of a connection, as logs write it. */
record Peer(String address, int port) {
    static final Peer UNKNOWN = new Peer("", 0);

    private static final int PORT_MAX = 65_535;

    /** Reads 10.0.0.7:50123, [fe80::1]:50123, ::1:50123 or an address alone. */
    static Peer of(String text) {
        int colon = text.lastIndexOf(':');
        boolean bare = text.endsWith("]") || colon < 0;
        int port = bare ? 0 : number(text.substring(colon + 1));
        String address = bare || port == 0 ? text : text.substring(0, colon);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        return isAddress(address) ? new Peer(address, port) : UNKNOWN;
    }

    private static boolean isAddress(String text) {
        boolean dotted = text.indexOf('.') > 0 || text.indexOf(':') >= 0;
        return dotted && text.length() <= 64 && text.matches("[0-9a-fA-F.:]+(%[0-9a-zA-Z_.-]+)?");
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(Character::isDigit)) {
            return 0;
        }
        int port = Integer.parseInt(text);
        return port <= PORT_MAX ? port : 0;
    }
}
