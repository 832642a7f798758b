// SPDX-License-Identifier: Apache-2.0
// What the page knows. One value, replaced as a whole; the stream is its only writer.
import { useEffect, useState } from 'preact/hooks';
import type { Alert, AlertsNow, Event, Second, Snapshot, Vital } from '../api';
import { History } from './history';

export type Link =
  | { kind: 'live' }
  | { kind: 'lost'; sinceMs: number; trying: boolean; retryInS: number };

export interface World {
  readonly snapshot: Snapshot;
  /** The server's clock at the last second that arrived: "now" of everything drawn. */
  readonly nowMs: number;
  readonly link: Link;
  /** Rises when refusals were recorded, so that tables ask again at once. */
  readonly pulse: number;
}

const EVENTS_MAX = 50;
const VITAL_POINT_S = 10;
/** What the window of a snapshot spans. */
const SNAPSHOT_S = 900;

export const refusedByCause = new History('lapwing_local.refusals');
export const answeredByReason = new History('vernemq_local.mqtt_connack_sent_reason');

let world: World | undefined;
const readers = new Set<() => void>();

export function theWorld(): World {
  if (!world) {
    throw new Error('The first snapshot is not there yet');
  }
  return world;
}

export function replaceWorld(part: Partial<World>): void {
  const before = world ?? { nowMs: 0, link: { kind: 'live' } as const, pulse: 0 };
  world = { ...before, ...part } as World;
  // A hidden page draws nothing; it is drawn once when it comes back.
  if (!document.hidden) {
    redraw();
  }
}

export function redraw(): void {
  for (const reader of readers) {
    reader();
  }
}

export function useWorld(): World {
  const [, set] = useState(0);
  useEffect(() => {
    const reader = () => set(n => n + 1);
    readers.add(reader);
    return () => {
      readers.delete(reader);
    };
  }, []);
  return theWorld();
}

export function isLive(w: World): boolean {
  return w.link.kind === 'live';
}

/** "in the last minute", or what that means once the page is not live. */
export function lastMinute(w: World, clock: (ms: number) => string): string {
  return isLive(w) ? 'in the last minute' : `in the minute before ${clock(w.nowMs)}`;
}

/** Refused and accepted up to now; null while the samples since then are not here. */
export function counted(w: World, seconds: number): { no: number; yes: number } | null {
  const now = Math.floor(w.nowMs / 1000);
  const from = now - seconds;
  if (refusedByCause.holds(from, now) && answeredByReason.holds(from, now)) {
    const yes = answeredByReason.bin(from, now).counts['success'] ?? 0;
    return { no: refusedByCause.bin(from, now).total, yes };
  }
  return seconds === SNAPSHOT_S ? { no: w.snapshot.window.total, yes: w.snapshot.accepted } : null;
}

export function raised(alerts: readonly Alert[]): Alert[] {
  const rank: Record<string, number> = { CRITICAL: 0, DOWN: 1, WARNING: 2, STALE: 3 };
  return alerts
    .filter(a => a.status in rank)
    .sort((a, b) => (rank[a.status] ?? 9) - (rank[b.status] ?? 9) || b.since - a.since);
}

export function withSecond(snapshot: Snapshot, second: Second): Snapshot {
  return {
    ...snapshot,
    last_minute: second.last_minute,
    vitals: snapshot.vitals.map(v => {
      const now = second.vitals.find(n => n.id === v.id);
      return now ? moved(v, now.value, second.t_s) : v;
    }),
  };
}

function moved(vital: Vital, value: number | null, second: number): Vital {
  const line = [...vital.line];
  if (second % VITAL_POINT_S === 0) {
    line.shift();
    line.push(value);
  } else {
    line[line.length - 1] = value;
  }
  if (value === null) {
    return { ...vital, value, line };
  }
  const min = Math.min(vital.min ?? value, value);
  return { ...vital, value, line, min, max: Math.max(vital.max ?? value, value) };
}

export function withAlerts(snapshot: Snapshot, news: AlertsNow): Snapshot {
  const kept = new Map(snapshot.alerts.map(a => [a.id, a]));
  for (const alert of news.alerts) {
    kept.set(alert.id, alert);
  }
  const { rules_clear, rules_undecided } = news;
  return { ...snapshot, alerts: [...kept.values()], rules_clear, rules_undecided };
}

export function withEvent(snapshot: Snapshot, event: Event): Snapshot {
  const others = snapshot.events.filter(e => e.id !== event.id);
  return { ...snapshot, events: [event, ...others].slice(0, EVENTS_MAX) };
}
