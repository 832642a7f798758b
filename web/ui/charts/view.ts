// SPDX-License-Identifier: Apache-2.0
// Which charts are looked at, over which time; read from the address.
import type { Query } from '../shell/address';

export const WINDOWS: Record<string, { seconds: number; label: string }> = {
  '15m': { seconds: 900, label: '15 min' },
  '1h': { seconds: 3600, label: '1 h' },
  '6h': { seconds: 21_600, label: '6 h' },
  '24h': { seconds: 86_400, label: '24 h' },
  '7d': { seconds: 604_800, label: '7 d' },
};

/** What a window is compared with: nothing, the hour or the day before it. */
export const BESIDE: Record<string, { seconds: number; label: string }> = {
  '1h': { seconds: 3600, label: 'an hour before' },
  '1d': { seconds: 86_400, label: 'a day before' },
};

export interface View {
  window: string;
  from: number;
  to: number;
  live: boolean;
  find: string;
  beside: string | null;
  byChange: boolean;
  /** The window's end is told to the server in steps, so that it is not asked each second. */
  beatS: number;
}

const BEATS_A_WINDOW = 300;

function epoch(text: string | undefined): number | null {
  const ms = text ? Date.parse(text) : Number.NaN;
  return Number.isFinite(ms) ? Math.floor(ms / 1000) : null;
}

export function viewOf(query: Query, nowS: number): View {
  const window = query['win'] && query['win'] in WINDOWS ? query['win'] : '15m';
  const seconds = WINDOWS[window]?.seconds ?? 900;
  const from = epoch(query['from']);
  const to = epoch(query['to']);
  const past = from !== null && to !== null && to > from;
  const beatS = Math.max(2, Math.floor((past ? to - from : seconds) / BEATS_A_WINDOW));
  const end = Math.floor(nowS / beatS) * beatS;
  return {
    window, live: !past, beatS, find: query['find'] ?? '',
    from: past ? from : end - seconds, to: past ? to : end,
    beside: query['beside'] && query['beside'] in BESIDE ? query['beside'] : null,
    byChange: query['sort'] === 'changed',
  };
}
