// SPDX-License-Identifier: Apache-2.0
// The address holds the whole view: path is the page, query is what is filtered and open.
import { useEffect, useState } from 'preact/hooks';

export type Query = Readonly<Record<string, string>>;
export type Patch = Readonly<Record<string, string | null>>;

export interface Address {
  path: string;
  query: Query;
}

const readers = new Set<() => void>();

export function address(): Address {
  return {
    path: location.pathname,
    query: Object.fromEntries(new URLSearchParams(location.search)),
  };
}

export function useAddress(): Address {
  const [, set] = useState(0);
  useEffect(() => {
    const reader = () => set(n => n + 1);
    readers.add(reader);
    return () => {
      readers.delete(reader);
    };
  }, []);
  return address();
}

/** Commas and colons stay as they are: the address is read by people too. */
function text(query: Query): string {
  const plain = (value: string) =>
    encodeURIComponent(value).replace(/%2C/g, ',').replace(/%3A/g, ':');
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${plain(value)}`);
  return pairs.length ? `?${pairs.join('&')}` : '';
}

export function go(href: string, replace = false): void {
  const before = location.pathname;
  if (replace) {
    history.replaceState(null, '', href);
  } else if (href !== location.pathname + location.search) {
    history.pushState(null, '', href);
  }
  if (location.pathname !== before) {
    scrollTo(0, 0);
  }
  tell();
}

/** Changes some of the query; null takes a key away. `quiet` makes no step for "Back". */
export function look(patch: Patch, quiet = false): void {
  const query: Record<string, string> = { ...address().query };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === '') {
      delete query[key];
    } else {
      query[key] = value;
    }
  }
  go(location.pathname + text(query), quiet);
}

function tell(): void {
  for (const reader of readers) {
    reader();
  }
}

/** Links to our own pages change the address without leaving the page. */
export function followLinks(): void {
  addEventListener('popstate', tell);
  document.addEventListener('click', e => {
    const link = e.target instanceof Element ? e.target.closest('a') : null;
    const plain = e.button === 0 && !e.metaKey && !e.ctrlKey && !e.shiftKey && !e.altKey;
    if (!link || !plain || e.defaultPrevented || link.target || link.origin !== location.origin) {
      return;
    }
    if (link.getAttribute('href')?.startsWith('#')) {
      return;
    }
    e.preventDefault();
    go(link.pathname + link.search);
  });
}
