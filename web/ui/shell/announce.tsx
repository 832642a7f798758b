// SPDX-License-Identifier: Apache-2.0
// What is read out: the page's sentence, at most once in 15 s; a rise to CRITICAL at once.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Alert } from '../api';

const QUIET_MS_MIN = 15_000;

export function Announce({ sentence }: { sentence: string }) {
  const [said, say] = useState('');
  const lastMs = useRef(performance.now());
  useEffect(() => {
    if (sentence === said) {
      return;
    }
    const wait = Math.max(0, lastMs.current + QUIET_MS_MIN - performance.now());
    const timer = setTimeout(() => {
      lastMs.current = performance.now();
      say(sentence);
    }, wait);
    return () => clearTimeout(timer);
  }, [sentence, said]);
  return <div class="sr" role="status">{said}</div>;
}

export function AnnounceCritical({ alerts }: { alerts: readonly Alert[] }) {
  const critical = alerts.filter(a => a.status === 'CRITICAL').map(a => a.summary).join(', ');
  return <div class="sr" role="alert">{critical ? `Critical: ${critical}` : ''}</div>;
}
