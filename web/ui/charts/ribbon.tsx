// SPDX-License-Identifier: Apache-2.0
// Below the lines: when samples were out of line with the hour before them.
import type { ChartData } from '../api';
import type { Frame } from '../chart/bars';

const GAP = 2;
const HEIGHT = 4;
const FAINTEST = 0.35;

/** The share of samples that were marked, for each row; of the dimension with most. */
export interface Marked {
  times: number[];
  shares: number[];
}

export function markedOf(data: ChartData): Marked {
  return {
    times: data.data.map(row => row[0] ?? 0),
    shares: data.data.map(row => Math.max(0, ...row.slice(1).map(v => (v ?? 0) / 100))),
  };
}

/** Which dimensions were marked in the row that ends at, or after, a second. */
export function markedAt(data: ChartData, second: number): Set<string> {
  const row = data.data.find(each => (each[0] ?? 0) >= second) ?? data.data.at(-1) ?? [];
  return new Set(data.labels.slice(1).filter((_, i) => (row[i + 1] ?? 0) > 0));
}

export function Ribbon({ marked: { times, shares }, frame: f }: { marked: Marked; frame: Frame }) {
  const step = Math.max(1, (times[1] ?? 0) - (times[0] ?? 0));
  return (
    <g class="ribbon">
      {times.map((t, i) => {
        const share = shares[i] ?? 0;
        const x = Math.max(f.left, f.x(t - step));
        return share > 0 && t > f.from ? (
          <rect
            x={x} y={f.base + GAP} height={HEIGHT} width={Math.max(2, f.x(t) - x)}
            opacity={FAINTEST + (1 - FAINTEST) * share} />
        ) : null;
      })}
    </g>
  );
}
