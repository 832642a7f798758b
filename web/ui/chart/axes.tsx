// SPDX-License-Identifier: Apache-2.0
// What stands around bars: grid, clock, the status band, and what changed as dashed lines.
import { clock, clockMinutes, count } from '../words/numbers';
import { statusMark } from '../shell/icons';
import type { Event, Status } from '../api';
import { cut } from '../words/foreign';
import type { Frame } from './bars';
import { tickTimes } from './scale';

export interface Mark {
  atS: number;
  text: string;
}

export interface Raised {
  status: Status;
  sinceS: number;
}

const CHAR_PX = 5.7;
const CLOCK_PX = 50;
const MARK_CHARS_MAX = 34;

/** Events that may have caused something; transitions have their own band. */
export function marksOf(events: readonly Event[], fromS: number, toS: number): Mark[] {
  return events
    .filter(e => e.kind !== 'alert' && e.at / 1000 > fromS && e.at / 1000 < toS)
    .map(e => ({ atS: e.at / 1000, text: e.text.split(/[,;.](?= )/)[0] ?? e.text }));
}

/** The dashed lines of what changed; they lie under everything that has words. */
export function MarkLines({ marks, frame: f }: { marks: readonly Mark[]; frame: Frame }) {
  return (
    <>
      {marks.map(({ atS }) => (
        <line class="mark" x1={f.x(atS)} x2={f.x(atS)} y1="4" y2={f.base2} />
      ))}
    </>
  );
}

interface AxesProps {
  frame: Frame;
  nowS: number;
  accepted: number;
  acceptedHeight: number;
}

export function Axes({ frame: f, nowS, accepted, acceptedHeight }: AxesProps) {
  const end = f.width - f.right;
  const last = Math.min(nowS, f.to);
  const seconds = f.to - f.from <= 300;
  const lastPx = f.narrow && last === nowS ? 26 : CLOCK_PX;
  const room = f.x(last) - lastPx - (seconds ? CLOCK_PX : 30) / 2 - 6;
  return (
    <>
      {[0, f.max / 2, f.max].map(v => (
        <>
          <line
            class={v ? 'grid' : 'axis'} x1={f.left} x2={end} y1={f.y(v)} y2={f.y(v)} />
          <text x={f.left - 7} y={f.y(v) + 3.5} text-anchor="end">{count(v)}</text>
        </>
      ))}
      <line class="axis" x1={f.left} x2={end} y1={f.base2} y2={f.base2} />
      <text x={f.left - 7} y={f.base2 - acceptedHeight + 6} text-anchor="end">
        {short(accepted)}
      </text>
      {tickTimes(f.from, f.to, f.narrow).filter(t => f.x(t) < room).map(t => (
        <text x={Math.max(f.x(t), f.left + 8)} y={f.base2 + 16} text-anchor="middle">
          {seconds ? clock(t * 1000) : clockMinutes(t * 1000)}
        </text>
      ))}
      <text x={Math.min(end, f.x(last))} y={f.base2 + 16} text-anchor="end">
        {last === nowS && f.narrow ? 'now' : clock(last * 1000)}
      </text>
    </>
  );
}

function short(n: number): string {
  return n >= 10_000 ? `${Math.round(n / 1000)} k` : count(Math.round(n));
}

export function Band({ raised, frame: f }: { raised: Raised; frame: Frame }) {
  if (raised.sinceS >= f.to) {
    return null;
  }
  const x = Math.max(f.left, f.x(raised.sinceS));
  const width = f.width - f.right - x;
  const tone = raised.status === 'CRITICAL' ? 'crit' : 'warn';
  const word = `${statusMark(raised.status)} ${raised.status}`;
  const since = ` since ${clock(raised.sinceS * 1000)}`;
  const long = !f.narrow && width > (word.length + since.length) * 6.6 + 12;
  const text = long ? word + since : width > word.length * 7.4 + 12 ? word : '';
  return (
    <g class={`band ${tone}`}>
      <rect x={x} y="2" width={Math.max(2, width)} height="16" rx="3" fill="url(#warnband)" />
      {text ? (
        <>
          <rect
            class="plate" x={x + 4} y="4" width={text.length * 6.7 + 4} height="12" rx="2" />
          <text x={x + 8} y="14">{text}</text>
        </>
      ) : null}
    </g>
  );
}

interface MarksProps {
  marks: readonly Mark[];
  frame: Frame;
  /** From here on the first line of words is taken: by the status. */
  takenFrom: number | null;
}

/** Every change has its line; words only where they do not cover others. */
export function Marks({ marks, frame: f, takenFrom }: MarksProps) {
  const latestFirst = [...marks].sort((a, b) => b.atS - a.atS);
  const taken = takenFrom === null ? f.width : f.x(takenFrom);
  let free = f.width;
  return (
    <>
      {latestFirst.map(mark => {
        const x = f.x(mark.atS);
        const name = cut(mark.text, MARK_CHARS_MAX);
        const text = f.narrow ? name : `${name} ${clock(mark.atS * 1000)}`;
        const left = x - 6 - text.length * CHAR_PX;
        const fits = left > f.left - 20 && x - 6 < free;
        free = fits ? left - 8 : free;
        return fits
          ? (
            <text class="mark-text" x={x - 6} y={x > taken ? 27 : 14} text-anchor="end">
              {text}
            </text>
          ) : null;
      })}
    </>
  );
}
