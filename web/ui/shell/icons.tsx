// SPDX-License-Identifier: Apache-2.0
// Icons of 16 px, one stroke; statuses differ in shape.
import type { JSX } from 'preact';
import type { Status } from '../api';

const inner = { stroke: 'var(--surface)' };

const SHAPES = {
  overview: <path d="M2.5 8h2.8l1.7-4.5 2.6 9 1.7-4.5h2.2" />,
  refusals: <><circle cx="8" cy="8" r="5.5" /><path d="m4.2 11.8 7.6-7.6" /></>,
  alerts: <path d="M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8zM6.7 14.3h2.6" />,
  clients: (
    <><rect x="2.5" y="3" width="11" height="7.5" rx="1" /><path d="M5.5 13.5h5M8 10.5v3" /></>
  ),
  charts: <path d="M2.5 2.5v11h11M5 10l2.5-3.5 2.5 2 3-4.5" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4" />,
  search: <><circle cx="7" cy="7" r="4" /><path d="m10 10 3.5 3.5" /></>,
  theme: (
    <><circle cx="8" cy="8" r="5" /><path d="M8 3v10a5 5 0 0 0 0-10z" fill="currentColor" /></>
  ),
  chev: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  yes: <><circle cx="8" cy="8" r="5.5" /><path d="m5.6 8.2 1.7 1.7 3.2-3.5" /></>,
  no: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="currentColor" />
      <path d="m6 6 4 4m0-4-4 4" {...inner} />
    </>
  ),
  none: <circle cx="8" cy="8" r="5.5" stroke-dasharray="2 2" />,
  sent: <><circle cx="8" cy="8" r="5.5" /><path d="M5.5 8h5M8.5 6l2 2-2 2" /></>,
  warn: (
    <>
      <path d="M8 2.2 14.3 13.4H1.7z" fill="currentColor" />
      <path d="M8 6.4v3.2M8 11.5h.01" {...inner} />
    </>
  ),
  crit: (
    <>
      <path
        d="M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3z" fill="currentColor" />
      <path d="M8 5v3.5M8 11h.01" {...inner} />
    </>
  ),
  stale: <><circle cx="8" cy="8" r="6" stroke-dasharray="2.2 2" /><path d="M8 5v3.2l2 1.3" /></>,
  clear: <circle cx="8" cy="8" r="4.5" fill="currentColor" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2M8 11.3h.01" />
    </>
  ),
} satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, kind = '' }: { name: IconName; kind?: string }) {
  return (
    <svg
      class={`icon ${kind}`} viewBox="0 0 16 16" fill="none" stroke="currentColor"
      stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}

const STATUS_ICONS: Record<Status, IconName> = {
  CLEAR: 'clear', WARNING: 'warn', CRITICAL: 'crit', DOWN: 'stale', STALE: 'stale',
  UNDEFINED: 'unknown', UNINITIALIZED: 'none', REMOVED: 'none',
};

export function statusIcon(status: Status): IconName {
  return STATUS_ICONS[status];
}

/** The same shapes as characters, for titles and feeds. */
export function statusMark(status: Status): string {
  const marks: Record<Status, string> = {
    CLEAR: '●', WARNING: '▲', CRITICAL: '■', DOWN: '◌', STALE: '◌', UNDEFINED: '?',
    UNINITIALIZED: '◌', REMOVED: '◌',
  };
  return marks[status];
}

/** The class that colours a status. */
export function statusTone(status: Status): string {
  switch (status) {
    case 'WARNING':
      return 'warn';
    case 'CRITICAL':
      return 'crit';
    case 'CLEAR':
      return 'clear';
    case 'DOWN':
    case 'STALE':
    case 'UNDEFINED':
    case 'UNINITIALIZED':
    case 'REMOVED':
      return 'stale';
  }
}

export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <g stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round">
        <path
          stroke="var(--accent)"
          d="M20.6 9.2C14 9.4 8.3 7.2 3.2 2.4c2.6 5.8 6.2 9.3 11 11.1" />
        <path
          stroke="var(--cred)"
          d="M10.2 20.4c-.9 5.2 3.3 9.4 9.6 9.4 3.3 0 5.8-1 7.4-2.5" />
      </g>
      <path
        fill="var(--accent)"
        d="M19.8 8.6c4.3 0 7 2.7 7.4 6.5l3.3 1.9-4.1 1.5c-1 2.6-3.4 4.2-6.6 4.2-4.5
          0-7.6-3-7.6-7.1 0-4.1 3.2-7 7.6-7Z" />
      <circle cx="22.4" cy="14.2" r="1.35" fill="var(--sunken)" />
    </svg>
  );
}
