// SPDX-License-Identifier: Apache-2.0
// "Is this device connected, and if not, why?"
import { useEffect, useState } from 'preact/hooks';
import type { Clients } from '../api';
import { usePolled, type Polled } from '../live/fetching';
import { isLive, useWorld, type World } from '../live/world';
import { go, look, useAddress, type Query } from '../shell/address';
import { useKeys } from '../shell/keys';
import { Shell } from '../shell/shell';
import { cut, visible } from '../words/foreign';
import { clock, count, plural } from '../words/numbers';
import { ClientDetailPage } from './detail';
import { ClientTable } from './table';

const STATES = ['any', 'connected', 'offline', 'refused'] as const;
type State = (typeof STATES)[number];

const ROWS_MIN = 200;
const ROWS_MAX = 10_000;
/** Of many clients the list is read again less often. */
const MANY = 2000;
const MANY_BEAT_S = 5;

interface View {
  state: State;
  find: string;
  limit: number;
}

function viewOf(query: Query): View {
  return {
    state: STATES.find(s => s === query['state']) ?? 'any',
    find: query['find'] ?? '',
    limit: Math.min(ROWS_MAX, Math.max(ROWS_MIN, Number(query['limit']) || 0)),
  };
}

function listUrl({ state, find, limit }: View): string {
  const query = new URLSearchParams({ state, limit: String(limit) });
  if (find) {
    query.set('find', find);
  }
  return `/api/clients?${query}`;
}

export function ClientsPage() {
  const { query } = useAddress();
  const id = query['id'];
  return id === undefined ? <ClientList /> : <ClientDetailPage key={id} id={id} />;
}

function ClientList() {
  const world = useWorld();
  const { query } = useAddress();
  const view = viewOf(query);
  const [beat, setBeat] = useState(0);
  const list = usePolled<Clients>(listUrl(view), beat);
  const { data } = list;
  const second = Math.floor(world.nowMs / 1000);
  const many = data !== null && data.connected + data.offline > MANY;
  const now = many ? Math.floor(second / MANY_BEAT_S) : second;
  useEffect(() => setBeat(now), [now]);
  useKeys({ Escape: () => (view.find || view.state !== 'any' ? look(NO_FILTER) : go('/')) });
  const said = sentence(data, view, world);
  return (
    <Shell page="clients" title="Clients" sentence={`${said.lead} ${said.rest}`}>
      <div class="sentence"><p><b>{said.lead}</b> {said.rest}</p></div>
      <section class="panel" aria-labelledby="h-clients">
        <header>
          <h2 id="h-clients">Clients</h2>
          <span class="muted">those that came or went last first</span>
          <span class="right"><StateChoice view={view} /></span>
        </header>
        <ClientTable list={list} find={view.find} readOn={() => readOn(list, view)} />
      </section>
    </Shell>
  );
}

const NO_FILTER = { find: null, state: null };

function StateChoice({ view }: { view: View }) {
  return (
    <div class="seg" role="group" aria-label="Which clients">
      {STATES.map(state => (
        <button
          aria-pressed={view.state === state}
          onClick={() => look({ state: state === 'any' ? null : state })}>
          {state === 'any' ? 'All' : state.charAt(0).toUpperCase() + state.slice(1)}
        </button>
      ))}
    </div>
  );
}

/** Asks for twice as many rows, once those asked for before are there and there are more. */
function readOn({ data, of }: Polled<Clients>, view: View): void {
  if (!data || of !== listUrl(view) || view.limit === ROWS_MAX) {
    return;
  }
  const all = { any: data.connected + data.offline + data.refused, connected: data.connected,
    offline: data.offline, refused: data.refused }[view.state];
  if (data.rows.length < all) {
    look({ limit: String(Math.min(ROWS_MAX, view.limit * 2)) }, true);
  }
}

function sentence(
  data: Clients | null, view: View, world: World,
): { lead: string; rest: string } {
  if (!data) {
    return { lead: 'Clients', rest: '' };
  }
  const { connected, offline, refused } = data;
  const like = view.find ? ` like “${cut(visible(view.find), 40)}”` : '';
  const at = isLive(world) ? '' : ` at ${clock(world.nowMs)}`;
  const lead = `${plural(connected, 'client')}${like} connected${at}.`;
  const away = `${count(offline)} offline with a session`;
  const out = refused === 0 ? 'none was only refused' : `${count(refused)} only refused`;
  return { lead, rest: `${away}, ${out} in the last 15 minutes.` };
}
