// SPDX-License-Identifier: Apache-2.0
// Refused connections over time, by cause or by the code on the wire; also on Overview.
import { useEffect, useMemo } from 'preact/hooks';
import { Bars } from '../chart/bars';
import { marksOf } from '../chart/axes';
import { causeDims, reasonDims, type Dim } from '../chart/paint';
import { barStep } from '../chart/scale';
import type { Bin } from '../live/history';
import {
  answeredByReason, raised, redraw, refusedByCause, type World,
} from '../live/world';
import { aboutRefusals } from '../words/sentences';
import { clock, count } from '../words/numbers';
import { look } from '../shell/address';
import { stamp, TO_LIVE, WINDOWS, type View } from './view';

export interface Drawn {
  from: number;
  to: number;
  step: number;
  bins: Bin[];
  accepted: number[];
  dims: Dim[];
}

/** What the chart shows of the history: bars that begin at round times. */
export function drawn(world: World, view: View, narrow: boolean): Drawn {
  const now = Math.floor(world.nowMs / 1000);
  const seconds = WINDOWS[view.window].seconds;
  let [from, to] = view.zoom && view.past ? view.past : [now - seconds, now];
  if (view.past && !view.zoom && (view.past[0] < from || view.past[1] > now + 1)) {
    from = (view.past[0] + view.past[1]) / 2 - seconds / 2;
    to = from + seconds;
  }
  const step = barStep(to - from, narrow);
  const last = Math.ceil(to / step) * step;
  const first = last - Math.ceil((to - from) / step) * step;
  const series = view.by === 'cause' ? refusedByCause : answeredByReason;
  const success = answeredByReason.bins(first, last, step).map(b => b.counts['success'] ?? 0);
  const all = view.by === 'cause'
    ? causeDims(world.snapshot.causes) : reasonDims(answeredByReason.names());
  return {
    from: first, to: last, step, bins: series.bins(first, last, step), accepted: success,
    dims: view.picked.length ? all.filter(d => view.picked.includes(d.id)) : all,
  };
}

/** Asks for what the chart needs and the page does not have yet. */
export function useReach(world: World, from: number): void {
  const now = Math.floor(world.nowMs / 1000);
  useEffect(() => {
    const asked = [refusedByCause.reach(from, now), answeredByReason.reach(from, now)];
    void Promise.all(asked).then(got => {
      if (got.includes(true)) {
        redraw();
      }
    });
  }, [from]);
}

interface RefusedChartProps {
  world: World;
  view: View;
  narrow: boolean;
  height: number;
  acceptedHeight: number;
  shown: Drawn;
  pickable: boolean;
}

export function RefusedChart(p: RefusedChartProps) {
  const { world, view, shown } = p;
  const now = Math.floor(world.nowMs / 1000);
  const { events } = world.snapshot;
  const marks = useMemo(() => marksOf(events, shown.from, shown.to), [events, shown.from]);
  const alert = raised(world.snapshot.alerts).find(aboutRefusals);
  const band = alert ? { status: alert.status, sinceS: alert.since / 1000 } : null;
  const total = sum(shown.bins.map(b => shown.dims.reduce((n, d) => n + (b.counts[d.id] ?? 0), 0)));
  const onPick = (from: number, to: number, zoom: boolean) => {
    const same = view.past?.[0] === from && view.past[1] === to;
    const past = { from: stamp(from), to: stamp(to), zoom: zoom || view.zoom ? '1' : null };
    look(same ? TO_LIVE : past);
  };
  const span = `${clock(shown.from * 1000)} to ${clock(Math.min(now, shown.to) * 1000)}`;
  return (
    <div onDblClick={() => (p.pickable ? look(TO_LIVE) : undefined)}>
      <Bars
        bins={shown.bins} dims={shown.dims} accepted={shown.accepted}
        acceptedTotal={sum(shown.accepted)} nowS={now} marks={marks} raised={band}
        startedS={world.snapshot.node.started / 1000}
        picked={view.zoom ? null : view.past} {...(p.pickable ? { onPick } : {})}
        height={p.height} acceptedHeight={p.acceptedHeight}
        label={`Refused connections by ${view.by === 'cause' ? 'cause' : 'reason code'}, ${span}: `
          + `${count(total)} refused, ${count(sum(shown.accepted))} accepted.`} />
    </div>
  );
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
