// SPDX-License-Identifier: Apache-2.0
// Refused above, accepted below, one time axis, each on its own scale. A bar's whole column is
// its target, also where it is empty: click picks it, drag zooms, arrow keys walk.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Bin } from '../live/history';
import { clock, count } from '../words/numbers';
import type { Dim } from './paint';
import { Axes, Band, MarkLines, Marks, type Mark, type Raised } from './axes';
import { NARROW_PX, useWidth } from './scale';
import { Tip } from './tip';

export interface BarsProps {
  /** Refused by cause or reason; every bin of the axis, oldest first. */
  bins: Bin[];
  dims: Dim[];
  accepted: number[];
  acceptedTotal: number;
  nowS: number;
  marks: Mark[];
  raised: Raised | null;
  /** Nothing can be known of the time before. */
  startedS: number;
  picked: [number, number] | null;
  onPick?: (from: number, to: number, zoom: boolean) => void;
  height: number;
  acceptedHeight: number;
  label: string;
  children?: never;
}

/** Everything that places a bar. */
export interface Frame {
  width: number;
  left: number;
  right: number;
  top: number;
  base: number;
  base2: number;
  from: number;
  to: number;
  max: number;
  narrow: boolean;
  x: (seconds: number) => number;
  y: (value: number) => number;
}

const LEFT = 34;
const RIGHT = 2;
const TOP = 30;
const GAP = 22;
const WORDS_PX = 110;

export function frameOf(p: BarsProps, width: number): Frame {
  const from = p.bins[0]?.from ?? 0;
  const to = p.bins.at(-1)?.to ?? 1;
  const highest = Math.max(4, ...p.bins.map(b => stacked(b, p.dims)));
  const max = highest <= 1000 ? 2 * Math.ceil(highest / 2) : Math.ceil(highest / 200) * 200;
  const inner = width - LEFT - RIGHT;
  const base = TOP + p.height;
  return {
    width, left: LEFT, right: RIGHT, top: TOP, base, from, to, max,
    base2: base + GAP + p.acceptedHeight,
    narrow: width < NARROW_PX,
    x: t => LEFT + ((t - from) / (to - from)) * inner,
    y: v => base - (v / max) * p.height,
  };
}

function stacked(bin: Bin, dims: readonly Dim[]): number {
  return dims.reduce((n, d) => n + (bin.counts[d.id] ?? 0), 0);
}

export function Bars(p: BarsProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, walk] = useState<number | null>(null);
  const [hover, point] = useState<number | null>(null);
  const shown = at ?? hover;
  const frame = frameOf(p, Math.max(width, 200));
  const bin = shown === null ? undefined : p.bins[shown];
  const onKeyDown = (e: KeyboardEvent) => keyOnBars(e, p, at, walk);
  return (
    <figure class="chart">
      <div
        class="plot-box" ref={ref} tabIndex={0} role="group" aria-roledescription="chart"
        aria-label={`${p.label} Arrow keys walk its bars.`} onKeyDown={onKeyDown}
        onBlur={() => walk(null)}>
        {width === 0 ? <div class="plot-space" /> : (
          <Plot {...p} frame={frame} shown={shown} point={point} />
        )}
        {bin && width ? (
          <Tip bin={bin} dims={p.dims} accepted={p.accepted[shown ?? 0] ?? 0} frame={frame} />
        ) : null}
        <div class="sr" aria-live="polite">{at !== null && bin ? spoken(bin, p) : ''}</div>
      </div>
    </figure>
  );
}

function spoken(bin: Bin, p: BarsProps): string {
  const parts = p.dims.filter(d => bin.counts[d.id])
    .map(d => `${count(bin.counts[d.id] ?? 0)} ${d.label}`);
  const what = bin.known === 0 ? 'no samples' : parts.join(', ') || 'none refused';
  return `${clock(bin.from * 1000)} to ${clock(bin.to * 1000)}: ${what}`;
}

function keyOnBars(
  e: KeyboardEvent, p: BarsProps, at: number | null, walk: (at: number | null) => void,
): void {
  const last = p.bins.length - 1;
  const moves: Record<string, number> = {
    ArrowLeft: (at ?? last + 1) - 1, ArrowRight: (at ?? last - 1) + 1, Home: 0, End: last,
  };
  const to = moves[e.key];
  if (to !== undefined) {
    e.preventDefault();
    walk(Math.max(0, Math.min(last, to)));
    return;
  }
  const bin = at === null ? undefined : p.bins[at];
  if (e.key === 'Enter' && bin && p.onPick) {
    e.preventDefault();
    p.onPick(bin.from, bin.to, false);
  } else if (e.key === 'Escape' && at !== null) {
    e.preventDefault();
    walk(null);
  }
}

interface PlotProps extends BarsProps {
  frame: Frame;
  shown: number | null;
  point: (bar: number | null) => void;
}

function Plot(p: PlotProps) {
  const { frame: f } = p;
  const highest = Math.max(1, ...p.accepted) * 1.08;
  return (
    <svg
      class="plot" width={f.width} height={f.base2 + 22} aria-hidden="true"
      viewBox={`0 0 ${f.width} ${f.base2 + 22}`}>
      <Axes frame={f} nowS={p.nowS} accepted={highest} acceptedHeight={p.acceptedHeight} />
      <Gaps bins={p.bins} frame={f} startedS={p.startedS} />
      {p.bins.map(bin => <Stack key={bin.from} bin={bin} dims={p.dims} frame={f} />)}
      {p.bins.map((bin, i) => {
        const h = ((p.accepted[i] ?? 0) / highest) * p.acceptedHeight;
        const [x, w] = across(bin, f);
        return h > 0 ? (
          <rect
            key={bin.from} class="accepted" x={x} y={f.base2 - h} width={w} height={h} />
        ) : null;
      })}
      <text class="cap" x={f.left} y={f.base2 - p.acceptedHeight - 7}>
        Accepted {count(p.acceptedTotal)}
      </text>
      <MarkLines marks={p.marks} frame={f} />
      {p.raised ? <Band raised={p.raised} frame={f} /> : null}
      <Marks marks={p.marks} frame={f} takenFrom={p.raised?.sinceS ?? null} />
      <Picking {...p} />
    </svg>
  );
}

function across(bin: Bin, f: Frame): [number, number] {
  const width = f.x(bin.to) - f.x(bin.from);
  const room = width > 5 ? 1 : 0.3;
  return [f.x(bin.from) + room, Math.max(1, width - 2 * room)];
}

function Stack({ bin, dims, frame: f }: { bin: Bin; dims: Dim[]; frame: Frame }) {
  const [x, w] = across(bin, f);
  const parts: JSX.Element[] = [];
  let below = 0;
  for (const dim of dims) {
    const n = bin.counts[dim.id] ?? 0;
    if (n === 0) {
      continue;
    }
    const inset = dim.paint.edge ? 0.5 : 0;
    const top = f.y(below + n);
    const height = Math.max(1, f.y(below) - top - 1 - 2 * inset);
    parts.push(
      <rect
        key={dim.id} data-part={dim.id} data-count={n} x={x + inset} y={top + 0.5 + inset}
        width={Math.max(1, w - 2 * inset)} height={height} rx="1" fill={dim.paint.fill}
        stroke={dim.paint.edge ?? 'none'} />,
    );
    below += n;
  }
  return <>{parts}</>;
}

/** Time without samples: before the start in words, later as a gap. */
function Gaps({ bins, frame: f, startedS }: { bins: Bin[]; frame: Frame; startedS: number }) {
  const gaps: [number, number][] = [];
  for (const bin of bins) {
    const last = gaps.at(-1);
    if (bin.known > 0) {
      continue;
    }
    if (last?.[1] === bin.from) {
      last[1] = bin.to;
    } else {
      gaps.push([bin.from, bin.to]);
    }
  }
  return (
    <>
      {gaps.map(([from, to]) => {
        const [x, width] = [f.x(from), f.x(to) - f.x(from)];
        const before = from < startedS;
        const words = `Started ${clock(startedS * 1000)}`;
        return (
          <>
            <rect
              class={before ? 'before' : 'gap'} x={x} y={f.top} width={width}
              height={f.base - f.top} />
            {before && width > WORDS_PX ? (
              <text x={x + width / 2} y={(f.top + f.base) / 2 + 4} text-anchor="middle">
                {words}
              </text>
            ) : null}
          </>
        );
      })}
    </>
  );
}

function Picking(p: PlotProps) {
  const { frame: f, bins, onPick } = p;
  const drag = useRef<number | null>(null);
  const [brush, draw] = useState<[number, number] | null>(null);
  const barAt = (e: JSX.TargetedPointerEvent<SVGElement>) => {
    const box = e.currentTarget.ownerSVGElement?.getBoundingClientRect();
    const share = (e.clientX - (box?.left ?? 0) - f.left) / (f.width - f.left - f.right);
    return Math.max(0, Math.min(bins.length - 1, Math.floor(share * bins.length)));
  };
  const span = (a: number, b: number): [number, number] =>
    [bins[Math.min(a, b)]?.from ?? f.from, bins[Math.max(a, b)]?.to ?? f.to];
  const onMove = (e: JSX.TargetedPointerEvent<SVGElement>) => {
    const bar = barAt(e);
    p.point(bar);
    draw(drag.current === null || drag.current === bar ? null : span(drag.current, bar));
  };
  const onUp = (e: JSX.TargetedPointerEvent<SVGElement>) => {
    const start = drag.current;
    drag.current = null;
    draw(null);
    if (start !== null && onPick) {
      const bar = barAt(e);
      onPick(...span(start, bar), bar !== start);
    }
  };
  const column = p.shown === null ? null : bins[p.shown];
  const tall = { y: f.top - 4, height: f.base2 - f.top + 4 };
  const box = (a: number, b: number) => ({ x: f.x(a), width: Math.max(0, f.x(b) - f.x(a)) });
  return (
    <>
      {column ? <rect class="col" {...box(column.from, column.to)} {...tall} /> : null}
      {p.picked ? (
        <rect class="picked" {...box(...within(p.picked, f))} {...tall} rx="2" />
      ) : null}
      {brush ? <rect class="brush" {...box(...brush)} {...tall} /> : null}
      <rect
        class={`catch ${onPick ? 'picks' : ''}`} x={f.left} width={f.width - f.left - f.right}
        {...tall} onPointerMove={onMove} onPointerUp={onUp}
        onPointerDown={e => {
          if (e.button === 0 && onPick) {
            drag.current = barAt(e);
            e.currentTarget.setPointerCapture(e.pointerId);
          }
        }}
        onPointerCancel={() => {
          drag.current = null;
          draw(null);
        }}
        onPointerLeave={() => p.point(null)} />
    </>
  );
}

function within([a, b]: [number, number], f: Frame): [number, number] {
  const clamp = (t: number) => Math.max(f.from, Math.min(f.to, t));
  return [clamp(a), clamp(b)];
}
