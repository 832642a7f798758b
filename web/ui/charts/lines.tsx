// SPDX-License-Identifier: Apache-2.0
// Lines over a window: values, the time compared with, what changed, and the shared cursor.
import type { Mark } from '../chart/axes';
import { MarkLines, Marks } from '../chart/axes';
import type { Frame } from '../chart/bars';
import { NARROW_PX, roundUp, tickTimes, useWidth } from '../chart/scale';
import { look } from '../shell/address';
import { stamp } from '../refusals/view';
import { clock, clockMinutes, value as written, when } from '../words/numbers';
import { useRef, useState } from 'preact/hooks';
import { pointAt } from './cursor';
import { Ribbon, type Marked } from './ribbon';

export interface Points {
  times: number[];
  /** One list for each dimension; null is a gap. */
  columns: (number | null)[][];
}

interface LinesProps {
  points: Points;
  beside: Points | null;
  marked: Marked | null;
  /** Where each dimension has its colour. */
  slots: number[];
  from: number;
  to: number;
  nowMs: number;
  marks: readonly Mark[];
  cursor: number | null;
  label: string;
}

export const COLOURS = 8;
const LEFT = 46;
const RIGHT = 2;
const TOP = 20;
const HEIGHT = 110;
const DRAG_PX_MIN = 8;
const DAY_S = 86_400;

function extremes(sets: readonly Points[], slots: readonly number[]): [number, number] {
  let low = 0;
  let high = 0;
  for (const { columns } of sets) {
    for (const slot of slots) {
      for (const v of columns[slot] ?? []) {
        low = v !== null && v < low ? v : low;
        high = v !== null && v > high ? v : high;
      }
    }
  }
  return [low, high];
}

/** Rounds up in the size of the value, also below one. */
function round(n: number): number {
  const scale = n > 0 && n < 1 ? 10 ** Math.ceil(-Math.log10(n)) : 1;
  return roundUp(n * scale) / scale;
}

function frameOf(p: LinesProps, width: number): Frame & { min: number } {
  const [low, high] = extremes(p.beside ? [p.points, p.beside] : [p.points], p.slots);
  const max = high <= 0 && low < 0 ? 0 : round(high) || 1;
  const min = low < 0 ? -round(-low) : 0;
  const base = TOP + HEIGHT;
  const inner = width - LEFT - RIGHT;
  return {
    width, left: LEFT, right: RIGHT, top: TOP, base, base2: base, from: p.from, to: p.to, max, min,
    narrow: width < NARROW_PX,
    x: t => LEFT + ((t - p.from) / (p.to - p.from)) * inner,
    y: v => base - ((v - min) / (max - min)) * HEIGHT,
  };
}

function path(points: Points, slot: number, f: Frame): string {
  let d = '';
  let pen = false;
  points.times.forEach((t, i) => {
    const v = points.columns[slot]?.[i] ?? null;
    if (v === null || t < f.from || t > f.to) {
      pen = false;
      return;
    }
    d += `${pen ? 'L' : 'M'}${f.x(t).toFixed(1)} ${f.y(v).toFixed(1)}`;
    pen = true;
  });
  return d;
}

export function Lines(p: LinesProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const f = frameOf(p, Math.max(200, width));
  const drag = useDrag(f);
  return (
    <div class="plot-box" ref={ref} role="img" aria-label={p.label}>
      {width === 0 ? <div class="plot-space" /> : (
        <svg
          class="plot lines" width={f.width} height={f.base + 22} aria-hidden="true"
          viewBox={`0 0 ${f.width} ${f.base + 22}`} {...drag.handlers}>
          <MarkLines marks={p.marks} frame={f} />
          <Grid frame={f} nowMs={p.nowMs} />
          {p.beside ? p.slots.map((slot, i) => (
            <path class={`c${i % COLOURS} faint`} d={path(p.beside as Points, slot, f)} />
          )) : null}
          {p.slots.map((slot, i) => (
            <path class={`c${i % COLOURS}`} d={path(p.points, slot, f)} />
          ))}
          {p.marked ? <Ribbon marked={p.marked} frame={f} /> : null}
          <Marks marks={p.marks} frame={f} takenFrom={null} />
          {p.cursor !== null && p.cursor >= p.from && p.cursor <= p.to ? (
            <line class="cursor" x1={f.x(p.cursor)} x2={f.x(p.cursor)} y1={f.top} y2={f.base} />
          ) : null}
          {drag.box ? (
            <rect
              class="drag" x={Math.min(...drag.box)} y={f.top}
              width={Math.abs(drag.box[1] - drag.box[0])} height={f.base - f.top} />
          ) : null}
        </svg>
      )}
    </div>
  );
}

/** Hovering moves the cursor of all charts; dragging makes a window of what was dragged over. */
function useDrag(f: Frame) {
  const start = useRef<number | null>(null);
  const [box, set] = useState<[number, number] | null>(null);
  const second = (x: number) => Math.round(
    f.from + ((x - f.left) / (f.width - f.left - f.right)) * (f.to - f.from));
  const px = (e: PointerEvent) => {
    const left = e.currentTarget instanceof Element
      ? e.currentTarget.getBoundingClientRect().left : 0;
    return Math.min(f.width - f.right, Math.max(f.left, e.clientX - left));
  };
  const end = () => {
    start.current = null;
    set(null);
  };
  return {
    box,
    handlers: {
      onPointerDown: (e: PointerEvent) => {
        start.current = px(e);
      },
      onPointerMove: (e: PointerEvent) => {
        pointAt(second(px(e)));
        if (start.current !== null) {
          set([start.current, px(e)]);
        }
      },
      onPointerUp: (e: PointerEvent) => {
        const from = start.current;
        const to = px(e);
        end();
        if (from !== null && Math.abs(to - from) >= DRAG_PX_MIN) {
          const [a, b] = [second(Math.min(from, to)), second(Math.max(from, to))];
          look({ from: stamp(a), to: stamp(Math.max(b, a + 10)) });
        }
      },
      onPointerLeave: () => {
        pointAt(null);
        end();
      },
    },
  };
}

function Grid({ frame: f, nowMs }: { frame: Frame & { min: number }; nowMs: number }) {
  const end = f.width - f.right;
  const span = f.to - f.from;
  const text = (t: number) => (span <= 300 ? clock(t * 1000)
    : span > DAY_S ? when(t * 1000, nowMs).replace(/:\d\d$/, '') : clockMinutes(t * 1000));
  return (
    <>
      {[f.min, (f.min + f.max) / 2, f.max].map(v => (
        <>
          <line
            class={v === f.min ? 'axis' : 'grid'} x1={f.left} x2={end} y1={f.y(v)} y2={f.y(v)} />
          <text x={f.left - 7} y={f.y(v) + 3.5} text-anchor="end">{written(v)}</text>
        </>
      ))}
      {tickTimes(f.from, f.to, f.narrow || span > DAY_S)
        .filter(t => f.x(t) < f.width - 84 && f.x(t) > f.left + 8)
        .map(t => <text x={f.x(t)} y={f.base + 16} text-anchor="middle">{text(t)}</text>)}
      <text x={end} y={f.base + 16} text-anchor="end">{clock(f.to * 1000)}</text>
    </>
  );
}
