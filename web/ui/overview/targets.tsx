// SPDX-License-Identifier: Apache-2.0
// The programs that are watched, and why one does not answer.
import type { Target, Targets } from '../api';
import { usePolled } from '../live/fetching';
import { useWorld } from '../live/world';
import { visible } from '../words/foreign';
import { count, whenShort } from '../words/numbers';

const STATES: Record<Target['state'], string> = {
  WAITING: 'is to be asked', UP: 'answers', DOWN: 'does not answer',
};

export function TargetList() {
  const world = useWorld();
  const { data } = usePolled<Targets>('/api/targets', Math.floor(world.nowMs / 2000));
  if (!data || data.targets.length === 0) {
    return null;
  }
  const down = data.targets.filter(t => t.state === 'DOWN').length;
  return (
    <section class="panel apart" aria-labelledby="h-targets">
      <header>
        <h2 id="h-targets">Watched</h2>
        <span class="muted">{data.targets.length - down} answer, {down} do not</span>
      </header>
      <ol class="feed">
        {data.targets.map(t => (
          <li key={t.name} class={t.state === 'DOWN' ? 'key' : ''}>
            <time>{t.since ? whenShort(t.since, world.nowMs) : ''}</time>
            <span>
              <b>{visible(t.name)}</b>, {t.kind}, {STATES[t.state]}
              {t.why ? `: ${visible(t.why)}` : ''}
              <span class="muted"> {visible(t.address)}, {count(t.series)} series</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
