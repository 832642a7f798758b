// SPDX-License-Identifier: Apache-2.0
// The box beside a pointed bar: what it counts.
import type { Bin } from '../live/history';
import { clock, count } from '../words/numbers';
import type { Frame } from './bars';
import { ACCEPTED, Swatch, type Dim } from './paint';

const WIDTH_PX = 200;

interface TipProps {
  bin: Bin;
  dims: readonly Dim[];
  accepted: number;
  frame: Frame;
}

export function Tip({ bin, dims, accepted, frame }: TipProps) {
  const right = frame.x(bin.to) + 6;
  const left = right + WIDTH_PX > frame.width ? frame.x(bin.from) - WIDTH_PX - 6 : right;
  const parts = dims.filter(d => bin.counts[d.id]);
  return (
    <div class="tip" style={{ left: `${Math.max(0, left)}px` }} aria-hidden="true">
      <em>{clock(bin.from * 1000)} to {clock(bin.to * 1000)}</em>
      {parts.map(d => (
        <div><Swatch paint={d.paint} />{d.label}<b>{count(bin.counts[d.id] ?? 0)}</b></div>
      ))}
      {parts.length ? null : <div>{bin.known ? 'None refused' : 'No samples'}</div>}
      {bin.known ? <div><Swatch paint={ACCEPTED} />Accepted<b>{count(accepted)}</b></div> : null}
    </div>
  );
}
