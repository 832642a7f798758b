// SPDX-License-Identifier: Apache-2.0
// The value a rule sees, second by second, against its limit; the time of each status shaded.
import type { AlertDetail, Status } from '../api';
import { statusMark } from '../shell/icons';
import { clock, clockMinutes, value as written } from '../words/numbers';
import type { Mark } from './axes';
import { MarkLines, Marks } from './axes';
import type { Frame } from './bars';
import { NARROW_PX, roundUp, tickTimes, useWidth } from './scale';

export interface Span {
  status: Status;
  from: number;
  to: number;
}

interface ValueProps {
  alert: AlertDetail;
  from: number;
  to: number;
  nowS: number;
  marks: readonly Mark[];
  label: string;
}

const LEFT = 34;
const RIGHT = 2;
const TOP = 32;
const HEIGHT = 150;
const ABOVE_LIMIT = 1.3;

/** When the alert was up, oldest first; the last one may still last. */
export function spans(alert: AlertDetail, nowS: number): Span[] {
  const ordered = [...alert.transitions].sort((a, b) => a.at - b.at);
  const out = ordered.map((t, i) => {
    const next = ordered[i + 1];
    return { status: t.to, from: t.at / 1000, to: next ? next.at / 1000 : nowS };
  });
  if (ordered.length === 0) {
    out.push({ status: alert.status, from: alert.since / 1000, to: nowS });
  }
  return out.filter(s => s.status === 'WARNING' || s.status === 'CRITICAL');
}

function between(p: ValueProps): [number, number | null][] {
  const { from_s: start, step_s: step, values } = p.alert.values;
  const out: [number, number | null][] = [];
  values.forEach((v, i) => {
    const t = start + i * step;
    if (t >= p.from && t <= p.to) {
      out.push([t, v]);
    }
  });
  return out;
}

function frameOf(p: ValueProps, width: number, highest: number): Frame {
  const base = TOP + HEIGHT;
  const max = roundUp(Math.max(highest, (p.alert.limit ?? 0) * ABOVE_LIMIT, 1));
  const inner = width - LEFT - RIGHT;
  return {
    width, left: LEFT, right: RIGHT, top: TOP, base, base2: base, from: p.from, to: p.to, max,
    narrow: width < NARROW_PX,
    x: t => LEFT + ((t - p.from) / (p.to - p.from)) * inner,
    y: v => base - (v / max) * HEIGHT,
  };
}

export function ValueChart(p: ValueProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const points = between(p);
  const up = spans(p.alert, p.nowS).filter(s => s.to > p.from);
  const known = points.map(([, v]) => v).filter(v => v !== null);
  const f = frameOf(p, Math.max(200, width), Math.max(0, ...known));
  return (
    <figure class="chart">
      <div class="plot-box" ref={ref} role="img" aria-label={p.label}>
        {width === 0 ? <div class="plot-space" /> : (
          <svg
            class="plot" width={f.width} height={f.base + 22} aria-hidden="true"
            viewBox={`0 0 ${f.width} ${f.base + 22}`}>
            {up.map(span => <Shade span={span} frame={f} />)}
            <MarkLines marks={p.marks} frame={f} />
            <Grid frame={f} nowS={p.nowS} />
            <Line points={points} frame={f} />
            <Limit limit={p.alert.limit} frame={f} />
            <Marks marks={p.marks} frame={f} takenFrom={up[0]?.from ?? null} />
            <Newest points={points} frame={f} live={p.to >= p.nowS} />
          </svg>
        )}
      </div>
    </figure>
  );
}

function Grid({ frame: f, nowS }: { frame: Frame; nowS: number }) {
  const end = f.width - f.right;
  const seconds = f.to - f.from <= 300;
  const room = f.width - (f.narrow ? 40 : 84);
  return (
    <>
      {[0, f.max / 2, f.max].map(v => (
        <>
          <line class={v ? 'grid' : 'axis'} x1={f.left} x2={end} y1={f.y(v)} y2={f.y(v)} />
          <text x={f.left - 7} y={f.y(v) + 3.5} text-anchor="end">{written(v)}</text>
        </>
      ))}
      {tickTimes(f.from, f.to, f.narrow).filter(t => f.x(t) < room).map(t => (
        <text x={Math.max(f.left + 8, f.x(t))} y={f.base + 16} text-anchor="middle">
          {seconds ? clock(t * 1000) : clockMinutes(t * 1000)}
        </text>
      ))}
      <text x={end} y={f.base + 16} text-anchor="end">
        {f.narrow && f.to >= nowS ? 'now' : clock(f.to * 1000)}
      </text>
    </>
  );
}

function Shade({ span, frame: f }: { span: Span; frame: Frame }) {
  const from = Math.max(span.from, f.from);
  const to = Math.min(span.to, f.to);
  if (to <= from) {
    return null;
  }
  const x = f.x(from);
  const word = `${statusMark(span.status)} ${span.status}`;
  const at = f.narrow ? '' : ` ${clock(span.from * 1000)}`;
  const fits = f.width - x > (word + at).length * 7;
  return (
    <g class={`shade ${span.status === 'CRITICAL' ? 'crit' : 'warn'}`}>
      <rect x={x} y={f.top} width={f.x(to) - x} height={f.base - f.top} />
      {span.from >= f.from ? <line x1={x} x2={x} y1="6" y2={f.base} /> : null}
      {fits ? <text x={x + 6} y="16">{word}{at}</text> : null}
    </g>
  );
}

function Limit({ limit, frame: f }: { limit: number | null; frame: Frame }) {
  if (limit === null) {
    return null;
  }
  const y = f.y(limit);
  return (
    <g class="limit">
      <line x1={f.left} x2={f.width - f.right} y1={y} y2={y} />
      <text x={f.left + 6} y={y - 6}>limit {written(limit)}</text>
    </g>
  );
}

function Line({ points, frame: f }: { points: [number, number | null][]; frame: Frame }) {
  let line = '';
  let area = '';
  let last: number | null = null;
  for (const [t, v] of points) {
    const x = f.x(t).toFixed(1);
    if (v === null) {
      area += last === null ? '' : `V${f.y(0)}Z`;
      last = null;
      continue;
    }
    const y = f.y(v).toFixed(1);
    line += last === null ? `M${x} ${y}` : `H${x}V${y}`;
    area += last === null ? `M${x} ${f.y(0)}V${y}` : `H${x}V${y}`;
    last = v;
  }
  area += last === null ? '' : `V${f.y(0)}Z`;
  return <g class="value"><path class="area" d={area} /><path class="line" d={line} /></g>;
}

function Newest(
  { points, frame: f, live }: { points: [number, number | null][]; frame: Frame; live: boolean },
) {
  const last = points.at(-1);
  if (!last || last[1] === null) {
    return null;
  }
  const [x, y] = [f.x(last[0]), f.y(last[1])];
  const at = y < f.top + 16 ? y + 20 : y - 8;
  return (
    <g class="newest">
      <circle cx={x} cy={y} r="3.5" />
      <text x={x - 9} y={at} text-anchor="end">{written(last[1])}{live ? ' now' : ''}</text>
    </g>
  );
}
