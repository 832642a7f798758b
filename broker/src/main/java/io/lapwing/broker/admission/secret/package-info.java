// SPDX-License-Identifier: Apache-2.0
/** What is kept of passwords, in all the forms that files and data bases have them in. */
@NullMarked
package io.lapwing.broker.admission.secret;

import org.jspecify.annotations.NullMarked;
