// SPDX-License-Identifier: Apache-2.0
// The pages there are: one list for the rail, the tabs of a phone, and the keys.
import { useEffect, useRef } from 'preact/hooks';
import { raised, type World } from '../live/world';
import { Icon } from './icons';

export type PageId = 'overview' | 'refusals' | 'alerts' | 'clients' | 'charts';

interface PageLink {
  id: PageId;
  label: string;
  href: string;
  /** Pressed after `g`. */
  key: string;
}

export const PAGES: PageLink[] = [
  { id: 'overview', label: 'Overview', href: '/', key: 'o' },
  { id: 'refusals', label: 'Refusals', href: '/refusals', key: 'r' },
  { id: 'alerts', label: 'Alerts', href: '/alerts', key: 'a' },
  { id: 'clients', label: 'Clients', href: '/clients', key: 'c' },
  { id: 'charts', label: 'Charts', href: '/charts', key: 'h' },
];

/** What a thumb reaches at once; the others are behind More. */
const TABS = 3;

export function Tabs({ world, page }: { world: World; page: PageId }) {
  const rest = PAGES.slice(TABS);
  const more = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (more.current) {
      more.current.open = false;
    }
  }, [page]);
  return (
    <nav class="tabs" aria-label="Pages, below">
      {PAGES.slice(0, TABS).map(p => (
        <a href={p.href} aria-current={p.id === page ? 'page' : undefined}>
          <Icon name={p.id} />{p.label}
          {p.id === 'alerts' && raised(world.snapshot.alerts).length
            ? <span class="dot"><span class="sr">, some raised</span></span> : null}
        </a>
      ))}
      <details class="more" ref={more}>
        <summary class={rest.some(p => p.id === page) ? 'current' : ''}>
          <Icon name="more" />More
        </summary>
        <div>
          {rest.map(p => (
            <a href={p.href} aria-current={p.id === page ? 'page' : undefined}>
              <Icon name={p.id} />{p.label}
            </a>
          ))}
        </div>
      </details>
    </nav>
  );
}
