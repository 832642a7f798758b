// SPDX-License-Identifier: Apache-2.0
// "What else moved then?" Every chart, over one window, under one cursor.
import type { Chart, ChartList } from '../api';
import { usePolled } from '../live/fetching';
import { useWorld } from '../live/world';
import { go, look, useAddress } from '../shell/address';
import { Find } from '../shell/find';
import { useKeys } from '../shell/keys';
import { Shell } from '../shell/shell';
import { cut, visible } from '../words/foreign';
import { plural, when } from '../words/numbers';
import { ChartPanel } from './panel';
import { BESIDE, viewOf, WINDOWS, type View } from './view';

const LIVE = { from: null, to: null };
/** How much moved is worked out again this often, at most. */
const SORT_BEAT_S = 30;

function listUrl(view: View): string {
  const query = new URLSearchParams();
  if (view.find) {
    query.set('find', view.find);
  }
  if (view.byChange) {
    const end = view.live ? Math.floor(view.to / SORT_BEAT_S) * SORT_BEAT_S : view.to;
    query.set('changed', String(view.to - view.from));
    query.set('before', String(end));
  }
  return `/api/charts?${query}`;
}

export function ChartsPage() {
  const world = useWorld();
  const { query } = useAddress();
  const view = viewOf(query, world.nowMs / 1000);
  const list = usePolled<ChartList>(listUrl(view), null);
  useKeys({
    l: () => look(LIVE),
    Escape: () => (view.live ? view.find ? look({ find: null }) : go('/') : look(LIVE)),
  });
  const charts = list.data?.charts ?? [];
  const said = sentence(view, list.data ? charts.length : null, world.nowMs);
  return (
    <Shell page="charts" title="Charts" sentence={said}>
      <div class="sentence"><p><b>{said}</b></p></div>
      <Tools view={view} />
      <div class="find-row"><Find kind="narrow" /></div>
      {list.error ? (
        <p class="nothing">
          The charts cannot be listed: {visible(list.error.message)}.{' '}
          <button class="btn" onClick={list.again}>Ask again</button>
        </p>
      ) : null}
      {list.data && charts.length === 0 ? (
        <p class="nothing">
          No chart matches.{' '}
          <button class="btn" onClick={() => look({ find: null })}>Show all</button>
        </p>
      ) : null}
      {groups(charts, view.byChange).map(([family, members]) => (
        <section class="family" aria-label={family}>
          {view.byChange ? null : <h2 class="family-name">{visible(family)}</h2>}
          <div class="charts">
            {members.map(chart => <ChartPanel key={chart.id} chart={chart} view={view} />)}
          </div>
        </section>
      ))}
    </Shell>
  );
}

function groups(charts: readonly Chart[], byChange: boolean): [string, Chart[]][] {
  if (byChange) {
    return [['changed most', [...charts].sort((a, b) => b.changed - a.changed)]];
  }
  const families = new Map<string, Chart[]>();
  for (const chart of charts) {
    families.set(chart.family, [...families.get(chart.family) ?? [], chart]);
  }
  return [...families];
}

function sentence(view: View, count: number | null, nowMs: number): string {
  const span = view.live ? `of the last ${WINDOWS[view.window]?.label ?? ''}`
    : `from ${when(view.from * 1000, nowMs)} to ${when(view.to * 1000, nowMs)}`;
  const like = view.find ? ` like “${cut(visible(view.find), 40)}”` : '';
  const first = view.byChange ? ', those that changed most against the hour before first' : '';
  return count === null ? 'Charts' : `${plural(count, 'chart')}${like} ${span}${first}.`;
}

function Tools({ view }: { view: View }) {
  return (
    <div class="chart-tools">
      {view.live ? null : (
        <button class="btn primary" title="Back to live (l)" onClick={() => look(LIVE)}>
          Back to live
        </button>
      )}
      <div class="seg" role="group" aria-label="Time window">
        {Object.entries(WINDOWS).map(([name, { label }]) => (
          <button
            aria-pressed={view.live && view.window === name}
            onClick={() => look({ ...LIVE, win: name === '15m' ? null : name })}>
            {label}
          </button>
        ))}
      </div>
      <div class="seg" role="group" aria-label="Compare with">
        <button aria-pressed={view.beside === null} onClick={() => look({ beside: null })}>
          Alone
        </button>
        {Object.entries(BESIDE).map(([name, { label }]) => (
          <button aria-pressed={view.beside === name} onClick={() => look({ beside: name })}>
            Beside {label}
          </button>
        ))}
      </div>
      <div class="seg" role="group" aria-label="Order">
        <button aria-pressed={!view.byChange} onClick={() => look({ sort: null })}>
          By family
        </button>
        <button aria-pressed={view.byChange} onClick={() => look({ sort: 'changed' })}>
          Changed most
        </button>
      </div>
    </div>
  );
}
