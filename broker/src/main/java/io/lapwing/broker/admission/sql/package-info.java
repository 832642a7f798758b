// SPDX-License-Identifier: Apache-2.0
/** Users and rules in a database: VerneMQ's table vmq_auth_acl, as it is. */
@NullMarked
package io.lapwing.broker.admission.sql;

import org.jspecify.annotations.NullMarked;
