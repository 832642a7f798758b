// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.util.List;

/** What other rooms may ask about exports. Any thread may call it. */
public interface Exports {
    /** The configured destinations, as they stand now. */
    List<ExportView> destinations();
}
