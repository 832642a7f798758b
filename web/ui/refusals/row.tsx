// SPDX-License-Identifier: Apache-2.0
// One row of the journal, its cells shared by Refusals and Alert detail.
import type { ComponentChildren } from 'preact';
import type { Cause, Row } from '../api';
import { dimOf, Swatch } from '../chart/paint';
import { filterLink, labelOf } from '../words/sentences';
import { cut, Foreign, visible } from '../words/foreign';
import { ago, clock, count, exact, when, whenShort } from '../words/numbers';
import { Icon } from '../shell/icons';

export function answered(code: string): string {
  if (code === 'closed') {
    return 'closed without an answer';
  }
  return /^(0x|\d)/.test(code) ? `CONNACK ${code}` : visible(code);
}

export function CauseWords({ row, causes }: { row: Row; causes: readonly Cause[] }) {
  return (
    <>
      <Swatch paint={dimOf(row.cause, causes).paint} />
      <span><b>{labelOf(row.cause, causes)}</b><small>{answered(row.code)}</small></span>
    </>
  );
}

export function Who({ row }: { row: Row }) {
  const note = row.detail !== null && (row.client === null || row.user === null)
    ? cut(row.detail) : null;
  return (
    <>
      {row.client === null ? <span class="muted">no client id</span> : (
        <Filter name="client" value={row.client} />
      )}
      <small class="note" title={note ?? undefined}>
        {note ?? (row.user === null ? 'no user name' : <>user <Foreign text={row.user} /></>)}
      </small>
    </>
  );
}

export function From({ row, short = false }: { row: Row; short?: boolean }) {
  return (
    <>
      {row.address === '' ? <span class="muted">not told</span> : (
        <Filter name="address" value={row.address} />
      )}
      <small>
        {visible(row.target ?? row.listener)}
        {row.version === null || short ? '' : `, MQTT ${visible(row.version)}`}
      </small>
    </>
  );
}

function Filter({ name, value }: { name: string; value: string }) {
  return value === '' ? <Foreign text={value} /> : (
    <a class="only" href={filterLink(name, value)} title={`Only this ${name}: ${cut(value)}`}>
      <Foreign text={value} />
    </a>
  );
}

export function Last({ n }: { n: number }) {
  return n > 0 ? <span class="big">{count(n)}</span> : <span class="zero">0</span>;
}

interface RowLineProps {
  row: Row;
  /** Among all rows, also those that are not in the page. */
  index: number;
  causes: readonly Cause[];
  nowMs: number;
  live: boolean;
  open: boolean;
  toggle: () => void;
  children: ComponentChildren;
}

export function RowLine(p: RowLineProps) {
  const { row, nowMs } = p;
  const today = when(row.last, nowMs) === whenShort(row.last, nowMs);
  const seen = today ? p.live ? ago(row.last, nowMs) : null : clock(row.last);
  const onClick = (e: MouseEvent) => {
    const onControl = e.target instanceof Element && e.target.closest('a, button');
    if (!onControl && !getSelection()?.toString()) {
      p.toggle();
    }
  };
  return (
    <>
      <tr
        class={`row ${p.open ? 'open' : ''}`} data-row={row.id} aria-rowindex={p.index + 2}
        onClick={onClick}>
        <td class="c-cause">
          <button
            class="cause" aria-expanded={p.open}
            aria-controls={p.open ? `why-${row.id}` : undefined}
            onClick={p.toggle}>
            <Icon name="chev" kind="chev" />
            <CauseWords row={row} causes={p.causes} />
            <span class="sr">
              , explain {row.client === null ? row.address : cut(row.client)}
            </span>
          </button>
        </td>
        <td class="c-who"><Who row={row} /></td>
        <td class="c-from"><From row={row} /></td>
        <td class="num c-last1"><Last n={row.last_minute} /></td>
        <td class="num c-n15">{count(row.count)}</td>
        <td class="num c-first nowrap muted" title={exact(row.first)}>
          {whenShort(row.first, nowMs)}
        </td>
        <td class="num c-seen nowrap" title={exact(row.last)}>
          {whenShort(row.last, nowMs)}{seen ? <small>{seen}</small> : null}
        </td>
      </tr>
      {p.open ? (
        <tr class="why" id={`why-${row.id}`}><td colSpan={7}>{p.children}</td></tr>
      ) : null}
    </>
  );
}
