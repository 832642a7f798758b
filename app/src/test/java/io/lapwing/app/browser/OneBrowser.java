// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests their browser: one for all of them, since starting it takes a second. */
final class OneBrowser implements ParameterResolver {
    private static final Namespace HERE = Namespace.create(OneBrowser.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Browser resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Browser browser =
                test.getRoot()
                        .getStore(HERE)
                        .computeIfAbsent(Browser.class, _ -> Browser.start(), Browser.class);
        test.getStore(HERE)
                .computeIfAbsent(
                        test.getUniqueId(),
                        _ -> {
                            browser.forget();
                            return true;
                        });
        return browser;
    }
}
