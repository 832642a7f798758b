// SPDX-License-Identifier: Apache-2.0
// The legend is the filter: a chip for each cause with its count, and one for each other filter.
import type { Refusals } from '../api';
import { Swatch, type Dim } from '../chart/paint';
import { look } from '../shell/address';
import { cut } from '../words/foreign';
import { clock, count } from '../words/numbers';
import { TO_LIVE, type View } from './view';

interface ChipsProps {
  view: View;
  dims: readonly Dim[];
  counts: Readonly<Record<string, number>>;
}

export function Chips({ view, dims, counts }: ChipsProps) {
  const shown = dims.filter(d => counts[d.id] || view.picked.includes(d.id));
  // Causes add up; of reason codes the journal knows one at a time.
  const many = view.by === 'cause';
  const pick = (id: string, others: boolean) => {
    const ids = others && many ? shown.map(d => d.id).filter(d => d !== id)
      : view.picked.includes(id) ? view.picked.filter(d => d !== id)
        : many ? [...view.picked, id] : [id];
    look({ [view.by]: ids.join(',') });
  };
  return (
    <div class="chips" role="group" aria-label={`Filter by ${view.by}`}>
      {view.past ? (
        <button class="chip" aria-pressed="true" onClick={() => look(TO_LIVE)}>
          {clock(view.past[0] * 1000)} to {clock(view.past[1] * 1000)}
        </button>
      ) : null}
      {view.who.map(([key, value]) => (
        <button class="chip" aria-pressed="true" onClick={() => look({ [key]: null })}>
          {key} <b class="mono">{cut(value, 32)}</b>
        </button>
      ))}
      {shown.map(dim => (
        <button
          class="chip" data-chip={dim.id} aria-pressed={view.picked.includes(dim.id)}
          data-off={view.picked.length > 0 && !view.picked.includes(dim.id) ? '' : undefined}
          title={many ? 'Alt-click: everything but this' : undefined}
          onClick={e => pick(dim.id, e.altKey)}>
          <Swatch paint={dim.paint} />{dim.label} <b>{count(counts[dim.id] ?? 0)}</b>
        </button>
      ))}
    </div>
  );
}

/** A filter on who is refused cannot be drawn from series; then the journal counts. */
export function journalCounts(data: Refusals | null): Record<string, number> {
  return Object.fromEntries((data?.causes ?? []).map(c => [c.cause, c.count]));
}
