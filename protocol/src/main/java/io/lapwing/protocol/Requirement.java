// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a test: the numbered statements of the specifications that it proves.
 *
 * <pre>
 * &#64;Requirement("MQTT-3.3.2-8")                               // of MQTT 5.0
 * &#64;Requirement(v3 = "MQTT-3.1.3-8")                          // of MQTT 3.1.1
 * &#64;Requirement(v3 = "MQTT-3.8.3-3", v5 = {"MQTT-3.8.3-2", "MQTT-4.13.1-1"})
 * </pre>
 *
 * Both specifications number alike and mean other things, so each has its own list. Only the source
 * is read: {@code ConformanceTest} of {@code app} collects all of these, refuses an id that does
 * not exist, and holds docs/conformance.md against them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
public @interface Requirement {
    /** Statements of MQTT 5.0, where none of 3.1.1 is named beside them. */
    String[] value() default {};

    /** Statements of MQTT 3.1.1. */
    String[] v3() default {};

    /** Statements of MQTT 5.0. */
    String[] v5() default {};
}
