// SPDX-License-Identifier: Apache-2.0
// What can be done to a client. Nothing of it can be undone, so each asks in place.
import { useState } from 'preact/hooks';
import type { Client } from '../api';
import { send } from '../live/fetching';
import { cut, visible } from '../words/foreign';
import { plural } from '../words/numbers';
import { BanAddress } from '../refusals/ban';

interface Act {
  path: string;
  label: string;
  hits: string;
  done: string;
}

type State =
  | { kind: 'idle' }
  | { kind: 'asking' | 'sending'; act: Act }
  | { kind: 'done' | 'failed'; text: string };

function actsFor(client: Client): Act[] {
  const name = cut(client.client) || '(empty)';
  const acts: Act[] = [];
  if (client.state === 'connected') {
    acts.push({
      path: '/api/client/disconnect', label: 'Disconnect',
      hits: `Closes the connection of ${name}. It may come back at once; to keep it out, ban it.`,
      done: `${name} is disconnected.`,
    });
  }
  if (client.state === 'connected' || client.state === 'offline') {
    const lost = plural(client.queued + client.in_flight, 'message');
    acts.push({
      path: '/api/client/delete', label: 'Delete session',
      hits: `Forgets the session of ${name}: ${plural(client.subscriptions, 'subscription')} and `
        + `${lost} that wait for it.`,
      done: `The session of ${name} is deleted.`,
    });
  }
  return acts;
}

export function ClientActs({ client, done }: { client: Client; done: () => void }) {
  const [state, set] = useState<State>({ kind: 'idle' });
  const run = async (act: Act) => {
    set({ kind: 'sending', act });
    try {
      await send('POST', act.path, { id: client.client });
      set({ kind: 'done', text: act.done });
      done();
    } catch (e) {
      set({ kind: 'failed', text: e instanceof Error ? visible(e.message) : 'no answer' });
    }
  };
  const acts = actsFor(client);
  return (
    <div class="side acts">
      {state.kind === 'idle' ? acts.map(act => (
        <button class="btn" onClick={() => set({ kind: 'asking', act })}>{act.label}…</button>
      )) : null}
      {state.kind === 'asking' || state.kind === 'sending' ? (
        <div class="ask" role="group" aria-label={state.act.label}>
          <p>{state.act.hits}</p>
          <button
            class="btn" disabled={state.kind === 'sending'} onClick={() => run(state.act)}>
            {state.act.label}
          </button>
          <button class="btn plain" onClick={() => set({ kind: 'idle' })}>Cancel</button>
        </div>
      ) : null}
      {state.kind === 'done' ? (
        <div class="ask" role="status"><p>{state.text}</p></div>
      ) : null}
      {state.kind === 'failed' ? (
        <div class="ask" role="alert">
          <p>Not done: {state.text}</p>
          <button class="btn" onClick={() => set({ kind: 'idle' })}>Back</button>
        </div>
      ) : null}
      {client.address ? <BanAddress address={client.address} /> : null}
    </div>
  );
}
