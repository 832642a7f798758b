// SPDX-License-Identifier: Apache-2.0
// Rows keep their place while being read: numbers change, the order does not, new rows wait.
import { useRef } from 'preact/hooks';
import type { Row } from '../api';

export interface Held {
  rows: Row[];
  waiting: number;
  release: () => void;
}

/** `view` is the question that the rows answer; with another question nothing is held. */
export function useHeld(rows: readonly Row[], reading: boolean, view: string): Held {
  const kept = useRef<{ view: string; rows: Row[]; release: boolean }>(
    { view: '', rows: [], release: false });
  const before = kept.current;
  if (!reading || before.release || before.view !== view || before.rows.length === 0) {
    kept.current = { view, rows: [...rows], release: false };
    return { rows: kept.current.rows, waiting: 0, release: () => undefined };
  }
  const newest = new Map(rows.map(r => [r.id, r]));
  const inPlace = before.rows.map(r => newest.get(r.id) ?? { ...r, last_minute: 0 });
  kept.current = { ...before, rows: inPlace };
  const ids = new Set(inPlace.map(r => r.id));
  return {
    rows: inPlace,
    waiting: rows.filter(r => !ids.has(r.id)).length,
    release: () => {
      kept.current = { ...kept.current, release: true };
    },
  };
}
