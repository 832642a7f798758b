// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.broker.admission.FileChange;
import io.lapwing.broker.admission.Login;
import org.jspecify.annotations.Nullable;

/**
 * Facts that may explain a row of refusals; whoever shows them decides whether they do.
 *
 * @param userChange the newest change of the row's user in the password file
 * @param passwordReload the newest reload of the password file, whoever it changed
 * @param aclReload the newest reload of the access rules
 * @param lastLogin the newest good login of the row's client id
 * @param othersWithCause rows of other clients with the same cause within the last 15 minutes
 */
public record Evidence(
        @Nullable FileChange userChange,
        @Nullable FileChange passwordReload,
        @Nullable FileChange aclReload,
        @Nullable Login lastLogin,
        int othersWithCause) {}
