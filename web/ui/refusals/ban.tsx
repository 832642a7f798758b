// SPDX-License-Identifier: Apache-2.0
// Banning an address: asks in place, says what it hits, and can be undone.
import { useState } from 'preact/hooks';
import type { Ban } from '../api';
import { send } from '../live/fetching';
import { cut, visible } from '../words/foreign';

const TIMES: [string, number][] = [['1 hour', 3600], ['1 day', 86_400], ['30 days', 2_592_000]];

type State =
  | { kind: 'idle' | 'asking' | 'sending' }
  | { kind: 'banned'; id: string; long: string }
  | { kind: 'failed'; text: string };

export function BanAddress({ address }: { address: string }) {
  const [state, set] = useState<State>({ kind: 'idle' });
  const failed = (e: unknown) => set({
    kind: 'failed', text: e instanceof Error ? visible(e.message) : 'no answer',
  });
  const ban = async (seconds: number, long: string) => {
    set({ kind: 'sending' });
    try {
      const body = { address, for_seconds: seconds, reason: 'banned on the dashboard' };
      set({ kind: 'banned', id: (await send<Ban>('POST', '/api/bans', body)).id, long });
    } catch (e) {
      failed(e);
    }
  };
  const undo = async (id: string) => {
    try {
      await send('DELETE', `/api/bans/${encodeURIComponent(id)}`);
      set({ kind: 'idle' });
    } catch (e) {
      failed(e);
    }
  };
  const name = cut(address);
  switch (state.kind) {
    case 'idle':
      return <button class="link" onClick={() => set({ kind: 'asking' })}>Ban {name}…</button>;
    case 'asking':
    case 'sending':
      return (
        <div class="ask" role="group" aria-label={`Ban ${name}`}>
          <p>
            Refuses every connection from <b class="mono">{name}</b>, whichever client.
            For how long?
          </p>
          {TIMES.map(([long, seconds]) => (
            <button
              class="btn" disabled={state.kind === 'sending'} onClick={() => ban(seconds, long)}>
              {long}
            </button>
          ))}
          <button class="btn plain" onClick={() => set({ kind: 'idle' })}>Cancel</button>
        </div>
      );
    case 'banned':
      return (
        <div class="ask" role="status">
          <p><b class="mono">{name}</b> is banned for {state.long}.</p>
          <button class="btn" onClick={() => undo(state.id)}>Undo</button>
        </div>
      );
    case 'failed':
      return (
        <div class="ask" role="alert">
          <p>Not done: {state.text}</p>
          <button class="btn" onClick={() => set({ kind: 'asking' })}>Try again</button>
          <button class="btn plain" onClick={() => set({ kind: 'idle' })}>Cancel</button>
        </div>
      );
  }
}
