// SPDX-License-Identifier: Apache-2.0
// What of the journal is looked at: read from the address, written back to it.
import type { Patch, Query } from '../shell/address';

export const WHO_KEYS = ['client', 'user', 'address', 'listener', 'target', 'find'] as const;
export type WhoKey = (typeof WHO_KEYS)[number];

export type WindowName = '1m' | '15m' | '1h';
export const WINDOWS: Record<WindowName, { seconds: number; label: string; words: string }> = {
  '1m': { seconds: 60, label: '1 min', words: 'minute' },
  '15m': { seconds: 900, label: '15 min', words: '15 minutes' },
  '1h': { seconds: 3600, label: '1 h', words: 'hour' },
};

const ROWS_MIN = 200;
/** More are not sent at once: then a filter finds what scrolling would not. */
export const ROWS_MAX = 10_000;

export interface View {
  by: 'cause' | 'reason';
  picked: string[];
  who: [WhoKey, string][];
  window: WindowName;
  /** A past window, in epoch seconds; null is live. */
  past: [number, number] | null;
  zoom: boolean;
  open: string | null;
  limit: number;
}

export function windowOf(query: Query): WindowName {
  const name = query['win'];
  return name === '1m' || name === '1h' ? name : '15m';
}

export function viewOf(query: Query): View {
  const by = query['by'] === 'reason' ? 'reason' : 'cause';
  const from = seconds(query['from']);
  const to = seconds(query['to']);
  return {
    by,
    picked: (query[by] ?? '').split(',').filter(Boolean),
    who: WHO_KEYS.flatMap(key => {
      const value = query[key];
      return value ? [[key, value] as [WhoKey, string]] : [];
    }),
    window: windowOf(query),
    past: from !== null && to !== null && to > from ? [from, to] : null,
    zoom: query['zoom'] === '1',
    open: query['open'] ?? null,
    limit: Math.min(ROWS_MAX, Math.max(ROWS_MIN, Number(query['limit']) || 0)),
  };
}

function seconds(text: string | undefined): number | null {
  if (!text) {
    return null;
  }
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(ms) ? ms / 1000 : null;
}

/** Times in links are absolute and UTC. */
export function stamp(s: number): string {
  return new Date(s * 1000).toISOString().replace('.000Z', 'Z');
}

export function journalUrl(view: View): string {
  const query = new URLSearchParams();
  if (view.past) {
    query.set('after', String(Math.round(view.past[0] * 1000)));
    query.set('before', String(Math.round(view.past[1] * 1000)));
  } else {
    query.set('after', String(-WINDOWS[view.window].seconds));
  }
  if (view.picked.length) {
    query.set(view.by, view.picked.join(','));
  }
  for (const [key, value] of view.who) {
    query.set(key, value);
  }
  query.set('limit', String(view.limit));
  return `/api/refusals?${query}`;
}

const LIMIT = /&limit=(\d+)/;

/** What a journal's address asks, and for how many rows. */
export function questionOf(url: string | null): { of: string; limit: number } {
  const text = url ?? '';
  return { of: text.replace(LIMIT, ''), limit: Number(LIMIT.exec(text)?.[1] ?? 0) };
}

export const TO_LIVE: Patch = { from: null, to: null, zoom: null };

export const NO_FILTER: Patch = {
  cause: null, reason: null, client: null, user: null, address: null, listener: null,
  target: null, find: null,
};

export function filtered(view: View): boolean {
  return view.picked.length > 0 || view.who.length > 0;
}

/** One step back, the smallest first: the open row, the window, the filters. */
export function backOneStep(view: View): Patch | null {
  if (view.open !== null) {
    return { open: null };
  }
  if (view.past) {
    return TO_LIVE;
  }
  return filtered(view) ? NO_FILTER : null;
}

/** A window before or after the one shown; one that ends near now is live. */
export function moved(view: View, direction: -1 | 1, nowS: number): Patch {
  const [from, to] = view.past ?? [nowS - WINDOWS[view.window].seconds, nowS];
  const by = (to - from) * direction;
  if (to + by + (to - from) / 2 > nowS) {
    return TO_LIVE;
  }
  return { from: stamp(from + by), to: stamp(to + by), zoom: '1' };
}
