// SPDX-License-Identifier: Apache-2.0
// The second the pointer is at: one for all charts of the page.
import { useEffect, useState } from 'preact/hooks';

let at: number | null = null;
const readers = new Set<() => void>();

export function pointAt(second: number | null): void {
  if (second !== at) {
    at = second;
    for (const reader of readers) {
      reader();
    }
  }
}

export function useCursor(): number | null {
  const [, set] = useState(0);
  useEffect(() => {
    const reader = () => set(n => n + 1);
    readers.add(reader);
    return () => {
      readers.delete(reader);
    };
  }, []);
  return at;
}
