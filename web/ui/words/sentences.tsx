// SPDX-License-Identifier: Apache-2.0
// The sentences that open pages: count, what, who; greatest first, at most three parts.
import type { Alert, Cause, Summary, SummaryPart } from '../api';
import { count, times } from './numbers';
import { cut, Foreign } from './foreign';

/** A sentence in pieces, so that it can be drawn with links and also read out as text. */
export type Words = (string | Name)[];

interface Name {
  name: string;
  href?: string;
  /** Ours to know, not chosen by a client: drawn as our words are. */
  ours?: boolean;
}

const NAME_CHARS_MAX = 32;

const PARTS_MAX = 3;

export function asText(words: Words): string {
  return words.map(w => (typeof w === 'string' ? w : cut(w.name, NAME_CHARS_MAX))).join('');
}

export function Said({ words }: { words: Words }) {
  return (
    <>
      {words.map(w => {
        if (typeof w === 'string') {
          return w;
        }
        const name = w.ours ? w.name : <Foreign text={w.name} charsMax={NAME_CHARS_MAX} />;
        return w.href ? <a href={w.href}>{name}</a> : name;
      })}
    </>
  );
}

/** Labels begin with a capital; within a sentence only names keep theirs. */
export function inside(label: string): string {
  return /^[A-Z][^A-Z]/.test(label) ? label[0]?.toLowerCase() + label.slice(1) : label;
}

export function labelOf(cause: string, causes: readonly Cause[]): string {
  const known = causes.find(c => c.cause === cause);
  if (known) {
    return known.label;
  }
  const words = cause.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fromWhere(part: SummaryPart): Words {
  const client = part.client || null;
  const href = client !== null ? filterLink('client', client)
    : part.address !== null ? filterLink('address', part.address) : undefined;
  const link = href === undefined ? {} : { href };
  if (part.address === null) {
    return client === null ? [] : [' by ', { name: client, ...link }];
  }
  const words: Words = [' from ', { name: part.address, ours: true, ...link }];
  return client === null ? words : [...words, ' (', { name: client, ...link }, ')'];
}

/** "wrong password from 10.0.0.7 (pump-7)". */
export function oneRefusal(part: SummaryPart, causes: readonly Cause[]): Words {
  return [inside(labelOf(part.cause, causes)), ...fromWhere(part)];
}

export function filterLink(key: string, value: string): string {
  return `/refusals?${key}=${encodeURIComponent(value)}`;
}

function soleClient(summary: Summary): string | null {
  const first = summary.parts[0]?.client || null;
  return first !== null && summary.parts.every(p => p.client === first) ? first : null;
}

/** Lead and parts: "14 refused in the last minute:" and "11 wrong password from …, 2 …". */
export function refused(
  summary: Summary, causes: readonly Cause[], span: string,
): { lead: Words; parts: Words } {
  if (summary.total === 0) {
    return { lead: [`None refused ${span}.`], parts: [] };
  }
  const only = soleClient(summary);
  const first = summary.parts[0];
  if (only !== null && first !== undefined && summary.parts.length === 1) {
    const name = { name: only, href: filterLink('client', only) };
    const from: Words = first.address === null ? []
      : [', from ', { name: first.address, ours: true }];
    return {
      lead: [name, ` was refused ${times(summary.total)} ${span}:`],
      parts: [inside(labelOf(first.cause, causes)), ...from, '.'],
    };
  }
  const lead = [`${count(summary.total)} refused ${span}:`];
  return { lead, parts: refusedParts(summary, causes) };
}

/** The parts alone, each with its client, also when there is only one. */
export function refusedParts(summary: Summary, causes: readonly Cause[]): Words {
  const words: Words = [];
  const shown = summary.parts.slice(0, PARTS_MAX);
  shown.forEach((part, i) => {
    words.push(`${i ? ', ' : ''}${count(part.count)} `, ...oneRefusal(part, causes));
  });
  const rest = summary.total - shown.reduce((n, p) => n + p.count, 0);
  if (rest > 0) {
    words.push(` and ${count(rest)} ${rest === 1 ? 'other' : 'others'}`);
  }
  return [...words, '.'];
}

/** Whether an alert is about refused connections, so that the journal is its proof. */
export function aboutRefusals(alert: Alert): boolean {
  return /connack|refus/i.test(`${alert.chart} ${alert.name}`);
}

/** Those closed without an answer are refused too, but a rule on CONNACKs does not count them. */
export function byConnack(alert: Alert): string {
  return /connack/i.test(alert.chart) ? ' by CONNACK' : '';
}

/** "14 refused by CONNACK in the last minute, limit 5". */
export function alertLine(alert: Alert, span: string): string {
  const limit = alert.limit === null ? '' : `, limit ${count(alert.limit)}`;
  if (aboutRefusals(alert) && alert.value !== null && /refused/.test(alert.value_text)) {
    return `${alert.value_text}${byConnack(alert)} ${span}${limit}`;
  }
  return alert.value === null ? alert.summary : `${alert.summary}: ${alert.value_text}${limit}`;
}
