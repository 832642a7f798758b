// SPDX-License-Identifier: Apache-2.0
// One chart: asked for only while it is seen.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chart, ChartData } from '../api';
import { marksOf } from '../chart/axes';
import { usePolled } from '../live/fetching';
import { theWorld } from '../live/world';
import { visible } from '../words/foreign';
import { clock, value as written } from '../words/numbers';
import { useCursor } from './cursor';
import { COLOURS, Lines, type Points } from './lines';
import { markedAt, markedOf } from './ribbon';
import { BESIDE, type View } from './view';

/** More lines than that cannot be told apart; the others are a click away. */
const LINES_MAX = 8;
const POINTS = 300;

function dataUrl(chart: Chart, from: number, to: number): string {
  const points = Math.min(POINTS, to - from);
  return `/api/v1/data?chart=${encodeURIComponent(chart.id)}&after=${from}&before=${to}`
    + `&points=${points}&group=average&format=json&options=flip`;
}

/** The same rows, of what was out of line. */
function marksUrl(chart: Chart, from: number, to: number): string {
  return `${dataUrl(chart, from, to)},anomaly-bit`;
}

function pointsOf(data: ChartData, shiftS: number): Points {
  const times: number[] = [];
  const columns: (number | null)[][] = data.labels.slice(1).map(() => []);
  for (const row of data.data) {
    times.push((row[0] ?? 0) + shiftS);
    columns.forEach((column, i) => column.push(row[i + 1] ?? null));
  }
  return { times, columns };
}

/** Whether the element is, or is about to be, on the screen. */
function useSeen() {
  const ref = useRef<HTMLElement>(null);
  const [seen, set] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) {
      return;
    }
    const observer = new IntersectionObserver(
      entries => set(entries.some(e => e.isIntersecting)), { rootMargin: '200px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, seen };
}

export function ChartPanel({ chart, view }: { chart: Chart; view: View }) {
  const { ref, seen } = useSeen();
  const id = `h-${chart.id}`;
  return (
    <article class="panel chart-panel" aria-labelledby={id} ref={ref} data-chart={chart.id}>
      <header>
        <h2 id={id}>{visible(chart.title)}</h2>
        <span class="muted">{visible(chart.units)}, {visible(chart.id)}</span>
      </header>
      {seen ? <Drawn chart={chart} view={view} /> : <div class="chart plot-space" />}
    </article>
  );
}

function Drawn({ chart, view }: { chart: Chart; view: View }) {
  const world = theWorld();
  const cursor = useCursor();
  const [all, showAll] = useState(false);
  const now = usePolled<ChartData>(dataUrl(chart, view.from, view.to), null);
  const shift = view.beside === null ? 0 : BESIDE[view.beside]?.seconds ?? 0;
  const then = usePolled<ChartData>(
    shift ? dataUrl(chart, view.from - shift, view.to - shift) : null, null);
  const marks = usePolled<ChartData>(marksUrl(chart, view.from, view.to), null);
  if (!now.data) {
    return now.error
      ? <p class="nothing">No data: {visible(now.error.message)}</p> : <div class="plot-space" />;
  }
  const points = pointsOf(now.data, 0);
  const beside = shift && then.data ? pointsOf(then.data, shift) : null;
  const names = now.data.labels.slice(1);
  const order = byWeight(points);
  const slots = all ? order : order.slice(0, LINES_MAX);
  const at = indexAt(points, cursor);
  const odd = marks.data ? markedAt(marks.data, points.times[at] ?? 0) : new Set<string>();
  return (
    <figure class="chart">
      <Lines
        points={points} beside={beside} slots={slots} from={view.from} to={view.to}
        nowMs={world.nowMs} cursor={cursor} marked={marks.data ? markedOf(marks.data) : null}
        marks={marksOf(world.snapshot.events, view.from, view.to)}
        label={`${visible(chart.title)}: ${names.length} lines`} />
      <figcaption class="legend">
        {cursor === null ? null : <span class="muted">{clock(cursor * 1000)}</span>}
        {slots.map((slot, i) => (
          <span>
            <i class={`key c${i % COLOURS}`} />{visible(names[slot] ?? '')}{' '}
            <b>{said(points.columns[slot]?.[at])}</b>
            {odd.has(names[slot] ?? '') ? <em> out of line</em> : null}
            {beside ? <span class="muted"> {said(beside.columns[slot]?.[at])}</span> : null}
          </span>
        ))}
        {names.length > LINES_MAX ? (
          <button class="link" onClick={() => showAll(!all)}>
            {all ? 'fewer' : `${names.length - LINES_MAX} more`}
          </button>
        ) : null}
      </figcaption>
    </figure>
  );
}

function said(v: number | null | undefined): string {
  return v === null || v === undefined ? '–' : written(v);
}

function byWeight({ columns }: Points): number[] {
  const weight = columns.map(c => c.reduce<number>((sum, v) => sum + Math.abs(v ?? 0), 0));
  return columns.map((_, i) => i).sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b);
}

/** The newest point with a value, or the one under the cursor. */
function indexAt({ times, columns }: Points, cursor: number | null): number {
  if (cursor !== null) {
    const after = times.findIndex(t => t >= cursor);
    return after < 0 ? times.length - 1 : after;
  }
  for (let i = times.length - 1; i > 0; i--) {
    if (columns.some(c => c[i] !== null)) {
      return i;
    }
  }
  return times.length - 1;
}
