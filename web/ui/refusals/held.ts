// SPDX-License-Identifier: Apache-2.0
// Rows keep their place while being read: numbers change, the order does not, new rows wait.
import { useRef } from 'preact/hooks';
import type { Row } from '../api';

export interface Held {
  rows: Row[];
  waiting: number;
  release: () => void;
}

/** What rows answer: with another question nothing is held, with a higher limit more follow. */
export interface Question {
  of: string;
  limit: number;
}

interface Kept extends Question {
  rows: Row[];
  release: boolean;
}

export function useHeld(rows: readonly Row[], reading: boolean, asked: Question): Held {
  const kept = useRef<Kept>({ of: '', limit: 0, rows: [], release: false });
  const before = kept.current;
  if (!reading || before.release || before.of !== asked.of || before.rows.length === 0) {
    kept.current = { ...asked, rows: [...rows], release: false };
    return { rows: kept.current.rows, waiting: 0, release: () => undefined };
  }
  const newest = new Map(rows.map(r => [r.id, r]));
  const inPlace = before.rows.map(r => newest.get(r.id) ?? { ...r, last_minute: 0 });
  for (const { id } of before.rows) {
    newest.delete(id);
  }
  if (asked.limit > before.limit) {
    inPlace.push(...newest.values());
    newest.clear();
  }
  kept.current = { ...asked, rows: inPlace, release: false };
  return {
    rows: inPlace,
    waiting: newest.size,
    release: () => {
      kept.current = { ...kept.current, release: true };
    },
  };
}
