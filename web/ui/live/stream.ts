// SPDX-License-Identifier: Apache-2.0
// The live stream: opens it, notices when it is silent, opens it again, and fills the gap.
import type { AlertsNow, Event, Row, Second, Snapshot } from '../api';
import { readJson } from './fetching';
import {
  answeredByReason, redraw, refusedByCause, replaceWorld, theWorld, withAlerts, withEvent,
  withSecond,
} from './world';

const SILENT_MS_MAX = 3000;
const RETRY_S = 3;

let source: EventSource | null = null;
let heardMs = 0;
let opened = false;
let retryAtMs = 0;

export function startStream(): void {
  open();
  setInterval(watch, 1000);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      watch();
      redraw();
    }
  });
}

export function tryNow(): void {
  retryAtMs = 0;
  watch();
}

function open(): void {
  source?.close();
  heardMs = performance.now();
  source = new EventSource('/api/stream');
  // Also when the browser has opened it again by itself.
  source.addEventListener('open', () => {
    opened = true;
  });
  on<Second>('second', onSecond);
  on<AlertsNow>('alerts', news =>
    replaceWorld({ snapshot: withAlerts(theWorld().snapshot, news) }));
  on<{ rows: Row[] }>('refusals', () => replaceWorld({ pulse: theWorld().pulse + 1 }));
  on<Event>('changed', event =>
    replaceWorld({ snapshot: withEvent(theWorld().snapshot, event) }));
}

function on<T>(kind: string, act: (data: T) => void): void {
  source?.addEventListener(kind, e => act(JSON.parse((e as MessageEvent<string>).data) as T));
}

function onSecond(second: Second): void {
  heardMs = performance.now();
  const before = refusedByCause.last();
  refusedByCause.put(second.t_s, second.refused);
  answeredByReason.put(second.t_s, second.reasons);
  if (opened) {
    opened = false;
    void catchUp();
  }
  if (before > 0 && second.t_s > before + 1) {
    void fill(before, second.t_s - 1);
  }
  const snapshot = withSecond(theWorld().snapshot, second);
  replaceWorld({ snapshot, nowMs: second.t_s * 1000, link: { kind: 'live' } });
}

async function fill(after: number, before: number): Promise<void> {
  await Promise.all([refusedByCause.load(after, before), answeredByReason.load(after, before)]);
  redraw();
}

/** Alerts, events and vital signs moved while nobody listened; the broker may be another. */
async function catchUp(): Promise<void> {
  try {
    replaceWorld({ snapshot: await readJson<Snapshot>('/api/snapshot') });
  } catch {
    // The stream is there, the rest is not: the next second tries again.
    opened = true;
  }
}

function watch(): void {
  const now = performance.now();
  const { link, nowMs } = theWorld();
  if (now - heardMs <= SILENT_MS_MAX) {
    return;
  }
  if (link.kind === 'live' || link.trying) {
    source?.close();
    retryAtMs = now + RETRY_S * 1000;
    const sinceMs = link.kind === 'lost' ? link.sinceMs : nowMs;
    replaceWorld({ link: { kind: 'lost', sinceMs, trying: false, retryInS: RETRY_S } });
  } else if (now >= retryAtMs) {
    replaceWorld({ link: { ...link, trying: true, retryInS: 0 } });
    open();
  } else {
    const retryInS = Math.max(1, Math.ceil((retryAtMs - now) / 1000));
    replaceWorld({ link: { ...link, retryInS } });
  }
}
