// SPDX-License-Identifier: Apache-2.0
// Who was refused: folded rows, opened in place.
import { useState } from 'preact/hooks';
import type { Explained, Refusals, Row } from '../api';
import { usePolled, type Polled } from '../live/fetching';
import { isLive, useWorld } from '../live/world';
import { Find } from '../shell/find';
import { look } from '../shell/address';
import { visible } from '../words/foreign';
import { clock, count, plural } from '../words/numbers';
import { useHeld } from './held';
import { useNearby } from './nearby';
import { RowLine } from './row';
import { rowUrl, Why } from './why';
import {
  filtered, journalUrl, NO_FILTER, questionOf, ROWS_MAX, WINDOWS, type View,
} from './view';

interface TableProps {
  view: View;
  journal: Polled<Refusals>;
  said: string;
}

export function Table({ view, journal, said }: TableProps) {
  const world = useWorld();
  const [reading, read] = useState(false);
  const rows = journal.data?.rows ?? [];
  const beside = useBeside(view.open, rows, journal.data !== null);
  const held = useHeld(rows, reading || view.open !== null, questionOf(journal.of));
  const shown = beside ? [beside, ...held.rows] : held.rows;
  const near = useNearby(shown, view.open, () => readOn(journal, view));
  const inside = (e: FocusEvent) => e.currentTarget instanceof Element
    && e.relatedTarget instanceof Node && e.currentTarget.contains(e.relatedTarget);
  return (
    <section
      class="panel" aria-labelledby="h-who" onPointerEnter={() => read(true)}
      onPointerLeave={() => read(false)}>
      <header>
        <h2 id="h-who">Who was refused</h2>
        <span class="muted keep">{journal.data ? folded(journal.data) : ''}</span>
        <span class="right">
          <span role="status">{said}</span>
          {held.waiting ? (
            <button class="waiting" onClick={() => { held.release(); journal.again(); }}>
              {plural(held.waiting, 'new row')}
            </button>
          ) : null}
        </span>
      </header>
      <div class="find-row"><Find kind="narrow" /></div>
      <table
        class="t fold" aria-rowcount={shown.length + 1} onFocusIn={() => read(true)}
        onFocusOut={e => (inside(e) ? undefined : read(false))}>
        <Head view={view} />
        <tbody id="rows" ref={near.body}>
          {journal.error && (isLive(world) || !journal.data) ? <Failed journal={journal} /> : null}
          {!journal.data && !journal.error ? <Loading slow={journal.slow} /> : null}
          {journal.data && shown.length === 0 ? <Empty view={view} /> : null}
          {near.pieces.map(piece => (piece.kind === 'gap' ? (
            <tr key={`gap ${piece.before}`} class="gap" aria-hidden="true">
              <td colSpan={7} style={{ height: `${piece.height}px` }} />
            </tr>
          ) : (
            <RowLine
              key={piece.row.id} row={piece.row} index={piece.index}
              causes={world.snapshot.causes} nowMs={world.nowMs}
              live={isLive(world)} open={view.open === piece.row.id}
              toggle={() => look({ open: view.open === piece.row.id ? null : piece.row.id }, true)}>
              <Why row={piece.row} />
            </RowLine>
          )))}
        </tbody>
      </table>
      {journal.data ? <Foot data={journal.data} view={view} /> : null}
    </section>
  );
}

/** Asks for twice as many rows, once those asked for before are there and there are more. */
function readOn(journal: Polled<Refusals>, view: View): void {
  const { data } = journal;
  const all = !data || data.rows.length >= data.rows_total || view.limit === ROWS_MAX;
  if (!all && journal.of === journalUrl(view)) {
    look({ limit: String(Math.min(ROWS_MAX, view.limit * 2)) }, true);
  }
}

/** The row that a link opens may not be among those that its filters show. */
function useBeside(open: string | null, rows: readonly Row[], loaded: boolean): Row | null {
  const missing = loaded && open !== null && !rows.some(r => r.id === open);
  const { data } = usePolled<Explained>(missing ? rowUrl(open) : null, null);
  return missing && data?.id === open ? data : null;
}

function folded(data: Refusals): string {
  if (data.rows_total === 0) {
    return '';
  }
  const dropped = data.dropped ? `; ${count(data.dropped)} counted but not kept` : '';
  return `${plural(data.total, 'refusal')} in ${plural(data.rows_total, 'row')}, `
    + `folded by cause, client, user and address${dropped}`;
}

function Head({ view }: { view: View }) {
  const window = view.past ? 'In window' : WINDOWS[view.window].label;
  return (
    <thead>
      <tr>
        <th scope="col" class="c-cause">Cause</th>
        <th scope="col">Client and user</th>
        <th scope="col">From</th>
        <th scope="col" class="num c-last1" aria-sort="descending">Last minute ↓</th>
        <th scope="col" class="num c-n15">{window}</th>
        <th scope="col" class="num c-first">First</th>
        <th scope="col" class="num c-seen">Last</th>
      </tr>
    </thead>
  );
}

function Failed({ journal }: { journal: Polled<Refusals> }) {
  return (
    <tr>
      <td colSpan={7} class="empty">
        <b>The journal does not answer: {visible(journal.error?.message ?? '')}.</b>
        Charts and alerts still work.{' '}
        <button class="btn" onClick={journal.again}>Ask again</button>
      </td>
    </tr>
  );
}

function Loading({ slow }: { slow: boolean }) {
  return (
    <>
      {[1, 2, 3].map(() => (
        <tr class="row loading" aria-hidden="true">
          {[1, 2, 3, 4, 5, 6, 7].map(() => <td><i /></td>)}
        </tr>
      ))}
      {slow ? <tr><td colSpan={7} class="empty">Still reading the journal…</td></tr> : null}
    </>
  );
}

function Empty({ view }: { view: View }) {
  if (filtered(view)) {
    return (
      <tr>
        <td colSpan={7} class="empty">
          <b>No refusal matches.</b>
          <button class="btn" onClick={() => look(NO_FILTER)}>Remove the filters</button>
        </td>
      </tr>
    );
  }
  const span = view.past
    ? `from ${clock(view.past[0] * 1000)} to ${clock(view.past[1] * 1000)}`
    : `in the last ${WINDOWS[view.window].words}`;
  return (
    <tr>
      <td colSpan={7} class="empty">
        <b>None refused {span}.</b>
        {view.past ? '' : 'A refusal appears here within a second.'}
      </td>
    </tr>
  );
}

function Foot({ data, view }: { data: Refusals; view: View }) {
  const hidden = data.rows_total - data.rows.length;
  const early = data.from < data.reaches_back_to;
  if (hidden <= 0 && !early) {
    return null;
  }
  return (
    <footer>
      {early ? (
        <span>
          The last hour is kept. The journal reaches back to {clock(data.reaches_back_to)}.
        </span>
      ) : null}
      {hidden > 0 && view.limit < ROWS_MAX ? (
        <span>{plural(hidden, 'more row')}: they follow when you scroll.</span>
      ) : null}
      {hidden > 0 && view.limit === ROWS_MAX ? (
        <span>{plural(hidden, 'more row')}: filter by cause or find a client to see them.</span>
      ) : null}
    </footer>
  );
}
