// SPDX-License-Identifier: Apache-2.0
/** Users in a directory (LDAP): who may bind with its password is let in. */
@NullMarked
package io.lapwing.broker.admission.ldap;

import org.jspecify.annotations.NullMarked;
