// SPDX-License-Identifier: Apache-2.0
// Clients in one list: connected, offline, and those that were only refused.
import type { Cause, Client, Clients } from '../api';
import type { Polled } from '../live/fetching';
import { isLive, useWorld } from '../live/world';
import { look } from '../shell/address';
import { Find } from '../shell/find';
import { Icon, type IconName } from '../shell/icons';
import { useNearby } from '../refusals/nearby';
import { inside, labelOf } from '../words/sentences';
import { Foreign, visible } from '../words/foreign';
import { ago, count, exact, times, whenShort } from '../words/numbers';

const COLUMNS = 6;
/** Longer ids do not fit into an address. */
const LINKED_CHARS_MAX = 1500;

export const STATES: Record<Client['state'], { icon: IconName; word: string; tone: string }> = {
  connected: { icon: 'yes', word: 'Connected', tone: 'clear' },
  offline: { icon: 'none', word: 'Offline', tone: 'stale' },
  refused: { icon: 'no', word: 'Refused', tone: 'crit' },
  gone: { icon: 'none', word: 'Gone', tone: 'stale' },
};

export function clientLink(id: string): string {
  return `/clients?id=${encodeURIComponent(id)}`;
}

interface TableProps {
  list: Polled<Clients>;
  find: string;
  readOn: () => void;
}

export function ClientTable({ list, find, readOn }: TableProps) {
  const world = useWorld();
  const rows = (list.data?.rows ?? []).map(row => ({ ...row, id: row.client }));
  const near = useNearby(rows, null, readOn);
  return (
    <>
      <div class="find-row"><Find kind="narrow" /></div>
      <table class="t fold clients" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col" class="c-cause">State</th>
            <th scope="col">Client and user</th>
            <th scope="col">From</th>
            <th scope="col" class="num c-n15">Filters</th>
            <th scope="col" class="num c-n15">Waiting</th>
            <th scope="col" class="num c-seen" aria-sort="descending">Since ↓</th>
          </tr>
        </thead>
        <tbody id="rows" ref={near.body}>
          {list.error && (isLive(world) || !list.data) ? <Failed list={list} /> : null}
          {!list.data && !list.error ? <Loading slow={list.slow} /> : null}
          {list.data && rows.length === 0 ? <Empty find={find} /> : null}
          {near.pieces.map(piece => (piece.kind === 'gap' ? (
            <tr key={`gap ${piece.before}`} class="gap" aria-hidden="true">
              <td colSpan={COLUMNS} style={{ height: `${piece.height}px` }} />
            </tr>
          ) : (
            <Line
              key={piece.row.id} row={piece.row} index={piece.index} nowMs={world.nowMs}
              causes={world.snapshot.causes} live={isLive(world)} />
          )))}
        </tbody>
      </table>
    </>
  );
}

function Line({ row, index, nowMs, causes, live }: {
  row: Client; index: number; nowMs: number; causes: readonly Cause[]; live: boolean;
}) {
  const { icon, word, tone } = STATES[row.state];
  const seen = live ? ago(row.since, nowMs) : null;
  return (
    <tr class="plain row" data-row={row.client} aria-rowindex={index + 2}>
      <td class="c-cause">
        <span class="cause">
          <span class={`status ${tone}`}><Icon name={icon} /></span>
          <span><b>{word}</b><small><Why row={row} causes={causes} /></small></span>
        </span>
      </td>
      <td class="c-who">
        {row.client.length > LINKED_CHARS_MAX ? <Foreign text={row.client} /> : (
          <a class="only" href={clientLink(row.client)}><Foreign text={row.client} /></a>
        )}
        <small>{row.user === null ? 'no user name' : <>user <Foreign text={row.user} /></>}</small>
      </td>
      <td class="c-from"><From row={row} /></td>
      <td class="num c-n15">{row.state === 'refused' ? '' : count(row.subscriptions)}</td>
      <td class="num c-n15">
        {row.state === 'refused' ? '' : count(row.queued + row.in_flight)}
      </td>
      <td class="num c-seen nowrap" title={exact(row.since)}>
        {whenShort(row.since, nowMs)}{seen ? <small>{seen}</small> : null}
      </td>
    </tr>
  );
}

function Why({ row, causes }: { row: Client; causes: readonly Cause[] }) {
  if (row.refused) {
    const { cause, count: n, id } = row.refused;
    return (
      <a href={`/refusals?win=1h&open=${encodeURIComponent(id)}`}>
        {row.state === 'refused' ? '' : 'refused '}{times(n)}, {inside(labelOf(cause, causes))}
      </a>
    );
  }
  return <>{row.state === 'connected' && row.version ? `MQTT ${row.version}` : ''}</>;
}

function From({ row }: { row: Client }) {
  if (row.address === null) {
    return <span class="muted">nowhere now</span>;
  }
  const port = row.state === 'connected' && row.port ? `:${row.port}` : '';
  return (
    <>
      <span class="mono">{visible(row.address)}{port}</span>
      <small>{row.listener === null ? '' : visible(row.listener)}</small>
    </>
  );
}

function Failed({ list }: { list: Polled<Clients> }) {
  return (
    <tr>
      <td colSpan={COLUMNS} class="empty">
        <b>The clients cannot be listed: {visible(list.error?.message ?? '')}.</b>
        Refusals, charts and alerts still work.{' '}
        <button class="btn" onClick={list.again}>Ask again</button>
      </td>
    </tr>
  );
}

function Loading({ slow }: { slow: boolean }) {
  return (
    <>
      {[1, 2, 3].map(() => (
        <tr class="row loading" aria-hidden="true">
          {[1, 2, 3, 4, 5, 6].map(() => <td><i /></td>)}
        </tr>
      ))}
      {slow ? <tr><td colSpan={COLUMNS} class="empty">Still asking the workers…</td></tr> : null}
    </>
  );
}

function Empty({ find }: { find: string }) {
  return (
    <tr>
      <td colSpan={COLUMNS} class="empty">
        {find ? (
          <>
            <b>No client matches, not even one that was refused in the last 15 minutes.</b>
            <button class="btn" onClick={() => look({ find: null, state: null })}>
              Remove the filters
            </button>
          </>
        ) : <b>No client yet. The listeners are on Overview's node and in the banner.</b>}
      </td>
    </tr>
  );
}
