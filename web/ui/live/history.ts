// SPDX-License-Identifier: Apache-2.0
// One chart's samples, second by second, for the hour that the server keeps. Every window, zoom
// and bar is cut from this; only gaps are asked for.
import type { ChartData } from '../api';
import { readJson } from './fetching';

export const SECONDS_KEPT = 3600;
/** A little more than the hour, so that writing the newest never hits the oldest shown. */
const SLOTS = SECONDS_KEPT + 120;

/** A bar: the seconds after `from`, up to and with `to`. */
export interface Bin {
  from: number;
  to: number;
  /** How many of its seconds were ever sampled; 0 is a gap. */
  known: number;
  counts: Record<string, number>;
  total: number;
}

export class History {
  private readonly at = new Int32Array(SLOTS);
  private readonly columns = new Map<string, Float64Array>();
  private askedFrom = Number.POSITIVE_INFINITY;
  private newest = 0;
  private loadedFrom = Number.POSITIVE_INFINITY;

  constructor(private readonly chart: string) {}

  put(second: number, counts: Record<string, number>): void {
    const slot = second % SLOTS;
    this.at[slot] = second;
    this.newest = Math.max(this.newest, second);
    for (const column of this.columns.values()) {
      column[slot] = 0;
    }
    for (const [name, n] of Object.entries(counts)) {
      this.column(name)[slot] = n;
    }
  }

  last(): number {
    return this.newest;
  }

  names(): string[] {
    return [...this.columns.keys()];
  }

  /** Makes sure that everything since then has been asked for, once. */
  async reach(from: number, now: number): Promise<boolean> {
    const oldest = Math.max(from, now - SECONDS_KEPT);
    if (oldest >= this.askedFrom) {
      return false;
    }
    const until = Math.min(this.askedFrom, now);
    this.askedFrom = oldest;
    const loaded = await this.load(oldest, until);
    if (loaded) {
      this.loadedFrom = Math.min(this.loadedFrom, oldest);
    } else {
      this.askedFrom = until;
    }
    return loaded;
  }

  /** Whether all that the server has since then is here. */
  holds(from: number, now: number): boolean {
    return this.loadedFrom <= Math.max(from, now - SECONDS_KEPT);
  }

  async load(after: number, before: number): Promise<boolean> {
    const points = Math.min(SECONDS_KEPT, Math.ceil(before - after));
    if (points <= 0) {
      return false;
    }
    const query = `chart=${this.chart}&after=${after}&before=${before}&points=${points}`;
    try {
      const url = `/api/v1/data?${query}&group=sum&format=json`;
      this.merge(await readJson<ChartData>(url));
      return true;
    } catch {
      return false;
    }
  }

  bins(from: number, to: number, step: number): Bin[] {
    const out: Bin[] = [];
    for (let t = from; t < to; t += step) {
      out.push(this.bin(t, Math.min(t + step, to)));
    }
    return out;
  }

  bin(from: number, to: number): Bin {
    const bin: Bin = { from, to, known: 0, counts: {}, total: 0 };
    for (let second = from + 1; second <= to; second++) {
      const slot = second % SLOTS;
      if (this.at[slot] !== second) {
        continue;
      }
      bin.known++;
      for (const [name, column] of this.columns) {
        const n = column[slot] ?? 0;
        if (n > 0) {
          bin.counts[name] = (bin.counts[name] ?? 0) + n;
          bin.total += n;
        }
      }
    }
    return bin;
  }

  private merge(data: ChartData): void {
    const names = data.labels.slice(1);
    for (const row of data.data) {
      const second = row[0];
      const values = row.slice(1);
      if (typeof second !== 'number' || values.every(v => v === null)) {
        continue;
      }
      const counts: Record<string, number> = {};
      names.forEach((name, i) => {
        const n = values[i];
        if (n) {
          counts[name] = n;
        }
      });
      this.put(second, counts);
    }
  }

  private column(name: string): Float64Array {
    let column = this.columns.get(name);
    if (!column) {
      column = new Float64Array(SLOTS);
      this.columns.set(name, column);
    }
    return column;
  }
}
