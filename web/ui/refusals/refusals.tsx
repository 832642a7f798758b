// SPDX-License-Identifier: Apache-2.0
// "Who is refused, why, and what do I do?"
import { useEffect, useState } from 'preact/hooks';
import type { Explained, Refusals, Summary, SummaryPart } from '../api';
import { reasonDims, causeDims } from '../chart/paint';
import { usePolled } from '../live/fetching';
import {
  answeredByReason, counted, isLive, lastMinute, raised, refusedByCause, useWorld, type World,
} from '../live/world';
import { readJson } from '../live/fetching';
import { go, look, useAddress } from '../shell/address';
import { copyText } from '../shell/copy';
import { showKeys, useKeys } from '../shell/keys';
import { useNarrow } from '../shell/narrow';
import { Shell } from '../shell/shell';
import { clock, count, duration } from '../words/numbers';
import { aboutRefusals, asText, oneRefusal, refused, Said, type Words } from '../words/sentences';
import { Flag } from '../alerts/flag';
import { drawn, RefusedChart, useReach, type Drawn } from './chart';
import { Chips, journalCounts } from './chips';
import { Table } from './table';
import { WindowChoice } from './window';
import { rowUrl } from './why';
import {
  backOneStep, journalUrl, moved, questionOf, TO_LIVE, viewOf, WINDOWS, type View,
} from './view';

/** With nothing new, rows still leave the window; many rows are read again less often. */
const IDLE_BEAT_S = 5;
const ROWS_EACH_SECOND_MAX = 1000;
const SAID_MS = 2000;

export function RefusalsPage() {
  const world = useWorld();
  const { query } = useAddress();
  const view = viewOf(query);
  const narrow = useNarrow();
  const shown = drawn(world, view, narrow);
  useReach(world, view.zoom || view.past ? shown.from : Math.floor(shown.from / 60) * 60);
  const [beat, setBeat] = useState('');
  const journal = usePolled<Refusals>(journalUrl(view), beat);
  const rows = journal.data?.rows ?? [];
  const second = Math.floor(world.nowMs / 1000);
  const idle = Math.floor(second / IDLE_BEAT_S);
  const fresh = rows.some(r => r.last_minute > 0) ? second : idle;
  const now = rows.length > ROWS_EACH_SECOND_MAX ? `${idle}` : `${world.pulse}.${fresh}`;
  useEffect(() => setBeat(now), [now]);
  const said = useRowKeys(view, second, journal.data);
  const answered = questionOf(journal.of).of === questionOf(journalUrl(view)).of;
  const words = sentence(world, view, answered ? journal.data : null);
  return (
    <Shell
      page="refusals" title="Refusals" sentence={asText([...words.lead, ' ', ...words.parts])}
      tools={<WindowChoice kind="wide" />}>
      <div class="sentence">
        <p>
          <b><Said words={words.lead} /></b> <Said words={words.parts} />
          <Below world={world} view={view} />
        </p>
      </div>
      <ChartPanel world={world} view={view} shown={shown} narrow={narrow} data={journal.data} />
      <Table view={view} journal={journal} said={said} />
      <p class="keys">
        <span><kbd>j</kbd> <kbd>k</kbd> move</span><span><kbd>Enter</kbd> explain</span>
        <span><kbd>c</kbd> only this cause</span><span><kbd>/</kbd> find</span>
        <span><kbd>Esc</kbd> back one step</span>
        <button class="link" onClick={showKeys}><kbd>?</kbd> all keys</button>
      </p>
    </Shell>
  );
}

function ChartPanel({ world, view, shown, narrow, data }: {
  world: World; view: View; shown: Drawn; narrow: boolean; data: Refusals | null;
}) {
  const all = view.by === 'cause'
    ? causeDims(world.snapshot.causes) : reasonDims(answeredByReason.names());
  const series = view.by === 'cause' ? refusedByCause : answeredByReason;
  const [from, to] = view.past ?? [shown.from, shown.to];
  const counts = view.who.length && view.by === 'cause'
    ? journalCounts(data) : series.bin(Math.floor(from), Math.ceil(to)).counts;
  const hint = view.who.length ? 'the chart counts all clients'
    : `each bar is ${shown.step} s; click a bar for its rows, drag to zoom`;
  return (
    <section class="panel" aria-labelledby="h-chart">
      <header>
        <h2 id="h-chart">Refused, by {view.by === 'cause' ? 'cause' : 'reason code'}</h2>
        <span class="muted">{hint}</span>
        <span class="right">
          <WindowChoice kind="narrow" />
          <div class="seg" role="group" aria-label="Stack by">
            <button
              aria-pressed={view.by === 'cause'}
              onClick={() => look({ by: null, reason: null })}>
              Cause
            </button>
            <button
              aria-pressed={view.by === 'reason'}
              onClick={() => look({ by: 'reason', cause: null })}>
              Reason code
            </button>
          </div>
        </span>
      </header>
      <Chips view={view} dims={all} counts={counts} />
      <RefusedChart
        world={world} view={view} shown={shown} narrow={narrow} pickable
        height={narrow ? 104 : 112} acceptedHeight={24} />
    </section>
  );
}

/** What was refused in a past window, from its rows. */
function summed(data: Refusals): Summary {
  const parts = new Map<string, SummaryPart>();
  const most = new Map<string, number>();
  for (const row of data.rows) {
    const { cause, client, address, user } = row;
    const part = parts.get(cause) ?? { cause, count: 0, client, address, user };
    part.count += row.count;
    if (row.count > (most.get(cause) ?? 0)) {
      most.set(cause, row.count);
      Object.assign(part, { client, address, user });
    }
    parts.set(cause, part);
  }
  const ordered = [...parts.values()].sort((a, b) => b.count - a.count);
  return { total: data.total, parts: ordered };
}

function sentence(world: World, view: View, data: Refusals | null): { lead: Words; parts: Words } {
  const { causes, last_minute } = world.snapshot;
  if (view.past) {
    const span = `from ${clock(view.past[0] * 1000)} to ${clock(view.past[1] * 1000)}`;
    return data ? refused(summed(data), causes, span) : { lead: [`Refused ${span}`], parts: [] };
  }
  const said = refused(last_minute, causes, lastMinute(world, clock));
  const latest = data?.rows.reduce((a, r) => (r.last > a.last ? r : a), data.rows[0] ?? NOBODY);
  if (last_minute.total > 0 || !latest || latest.last === 0) {
    return said;
  }
  const back = isLive(world) ? `${duration(world.nowMs - latest.last)} ago` : clock(latest.last);
  const what = oneRefusal({ ...latest, count: 1 }, causes);
  return { lead: said.lead, parts: [`The last one was ${back}: `, ...what, '.'] };
}

const NOBODY = { cause: '', client: null, address: null, user: null, last: 0 };

function Below({ world, view }: { world: World; view: View }) {
  const alert = raised(world.snapshot.alerts).find(aboutRefusals);
  const { seconds, words } = WINDOWS[view.window];
  const sums = counted(world, seconds);
  const span = isLive(world) ? `In the last ${words}` : `In the ${words} before`;
  return (
    <small>
      {alert ? <Flag alert={alert} world={world} /> : null}
      {sums ? <span>{span} {count(sums.no)} refused, {count(sums.yes)} accepted.</span> : null}
    </small>
  );
}

function rowButtons(): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>('#rows tr.row .cause')];
}

function useRowKeys(view: View, nowS: number, data: Refusals | null): string {
  const [said, say] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => say(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const at = () => document.activeElement?.closest('tr')?.getAttribute('data-row');
  const step = (by: number) => {
    const buttons = rowButtons();
    const now = buttons.findIndex(b => b.closest('tr')?.getAttribute('data-row') === at());
    const next = now < 0 ? 0 : Math.max(0, Math.min(buttons.length - 1, now + by));
    buttons[next]?.focus();
    buttons[next]?.scrollIntoView({ block: 'nearest' });
  };
  const copyRow = async (id: string) => {
    try {
      const { text } = await readJson<Explained>(rowUrl(id));
      say((await copyText(text)) ? 'Copied as text' : 'Copying is not allowed');
    } catch {
      say('Not copied: no answer');
    }
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => rowButtons()[0]?.click(),
    c: () => {
      const row = data?.rows.find(r => r.id === (at() ?? view.open));
      if (row) {
        const same = view.by === 'cause' && view.picked[0] === row.cause;
        look({ by: null, reason: null, cause: same ? null : row.cause });
      }
    },
    x: () => {
      const id = at() ?? view.open;
      if (id) {
        void copyRow(id);
      }
    },
    '[': () => look(moved(view, -1, nowS)),
    ']': () => look(moved(view, 1, nowS)),
    l: () => look(TO_LIVE),
    Escape: () => {
      const patch = backOneStep(view);
      if (patch) {
        look(patch);
      } else {
        go('/refusals');
      }
    },
  });
  return said;
}
