// SPDX-License-Identifier: Apache-2.0
// The choice of the time window, and the way back from a past one.
import { look, useAddress } from '../shell/address';
import { TO_LIVE, windowOf, WINDOWS, type WindowName } from './view';

export function WindowChoice({ kind }: { kind: string }) {
  const { query } = useAddress();
  const chosen = query['from'] ? null : windowOf(query);
  return (
    <>
      {query['from'] ? (
        <button
          class={`btn primary ${kind}`} onClick={() => look(TO_LIVE)} title="Back to live (l)">
          Back to live
        </button>
      ) : null}
      <div
        class={`seg ${kind}`} role="group" aria-label="Time window"
        title="The last hour is kept">
        {(Object.keys(WINDOWS) as WindowName[]).map(name => (
          <button
            aria-pressed={name === chosen}
            onClick={() => look({ ...TO_LIVE, win: name === '15m' ? null : name })}>
            {WINDOWS[name].label}
          </button>
        ))}
      </div>
    </>
  );
}
