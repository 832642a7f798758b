// SPDX-License-Identifier: Apache-2.0
// Reading from and writing to the server.
import { useEffect, useRef, useState } from 'preact/hooks';

const ANSWER_MS_MAX = 10_000;
const PAUSE_MS_MIN = 400;

/** The server answered, but not with what was asked for; its own words if it sent any. */
export class Unanswered extends Error {
  constructor(readonly status: number, text: string) {
    super(text);
  }
}

async function answer(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  if (!response.ok) {
    const text = (await response.text()).trim().slice(0, 300);
    throw new Unanswered(response.status, words(text) || `status ${response.status}`);
  }
  return response;
}

function words(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) {
      return String(body.error);
    }
  } catch {
    // Plain text is as good.
  }
  return text.startsWith('<') ? '' : text;
}

export async function readJson<T>(url: string): Promise<T> {
  return (await (await answer(url, {})).json()) as T;
}

export async function send<T>(method: 'POST' | 'DELETE', url: string, body?: object): Promise<T> {
  const response = await answer(url, {
    method,
    headers: { 'X-Lapwing': '1', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return (text ? JSON.parse(text) : {}) as T;
}

export interface Polled<T> {
  /** The newest answer; may still be the one of the address before. */
  data: T | null;
  /** The address that the data answers. */
  of: string | null;
  error: Unanswered | Error | null;
  slow: boolean;
  again: () => void;
}

const SLOW_MS = 2000;

type Asked<T> = Omit<Polled<T>, 'again'>;

/** Asks at once when the address changes, and again whenever the beat does. */
export function usePolled<T>(url: string | null, beat: unknown): Polled<T> {
  const [state, set] = useState<Asked<T>>({ data: null, of: null, error: null, slow: false });
  const asker = useRef<Asker<T> | null>(null);
  asker.current ??= new Asker<T>(part => set(before => ({ ...before, ...part })));
  const it = asker.current;
  useEffect(() => it.ask(url, true), [url]);
  useEffect(() => it.ask(url, false), [beat]);
  useEffect(() => () => it.stop(), []);
  return { ...state, again: () => it.ask(url, true) };
}

/** One request at a time; what is asked for meanwhile is asked once more at the end. */
class Asker<T> {
  private url: string | null = null;
  private busy = false;
  private wanted = false;
  private startedMs = 0;
  private timer = 0;

  constructor(private readonly tell: (part: Partial<Asked<T>>) => void) {}

  ask(url: string | null, now: boolean): void {
    const moved = url !== this.url;
    this.url = url;
    if (url === null || document.hidden) {
      return;
    }
    const wait = this.startedMs + PAUSE_MS_MIN - performance.now();
    if (now || moved || (!this.busy && wait <= 0)) {
      void this.run(url);
    } else {
      this.wanted = true;
      if (!this.busy && !this.timer) {
        this.timer = window.setTimeout(() => this.rest(), wait);
      }
    }
  }

  stop(): void {
    this.url = null;
    clearTimeout(this.timer);
  }

  private rest(): void {
    this.timer = 0;
    if (this.wanted && this.url !== null) {
      void this.run(this.url);
    }
  }

  private async run(url: string): Promise<void> {
    this.busy = true;
    this.wanted = false;
    this.startedMs = performance.now();
    const slow = window.setTimeout(() => this.tell({ slow: true }), SLOW_MS);
    try {
      const data = await readJson<T>(url);
      if (url === this.url) {
        this.tell({ data, of: url, error: null, slow: false });
      }
    } catch (e) {
      if (url === this.url) {
        this.tell({ error: e instanceof Error ? e : new Error(String(e)), slow: false });
      }
    } finally {
      clearTimeout(slow);
      this.busy = false;
      if (this.wanted) {
        this.timer ||= window.setTimeout(() => this.rest(), PAUSE_MS_MIN);
      }
    }
  }
}
