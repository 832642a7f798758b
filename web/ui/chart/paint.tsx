// SPDX-License-Identifier: Apache-2.0
// How a cause looks: the family's colour says who must act, and a pattern says it without colour.
import type { Cause, Family } from '../api';

export interface Paint {
  fill: string;
  edge: string | null;
  colour: string;
}

type Look = 'solid' | 'open' | 'hatch' | 'back' | 'dots' | 'grid' | 'bars';

/** Protocol is always hatched, TLS always dotted; later causes of a family vary its pattern. */
const LOOKS: Record<Family | 'other', Look[]> = {
  cred: ['solid', 'open', 'bars'],
  perm: ['solid', 'open', 'bars'],
  proto: ['hatch', 'back', 'bars'],
  tls: ['dots', 'grid'],
  ours: ['solid', 'open', 'bars'],
  other: ['solid', 'open'],
};

/** Those met most keep the plain look of their family. */
const FIRST = ['wrong_password', 'unknown_user', 'not_authorized', 'not_mqtt'];

const PATTERNED: Look[] = ['hatch', 'back', 'dots', 'grid', 'bars'];

export interface Dim {
  id: string;
  label: string;
  paint: Paint;
}

function paintOf(family: Family | 'other', nth: number): Paint {
  const looks = LOOKS[family];
  const look = looks[nth % looks.length] ?? 'solid';
  const colour = `var(--${family})`;
  switch (look) {
    case 'solid':
      return { fill: colour, edge: null, colour };
    case 'open':
      return { fill: `var(--${family}-2)`, edge: colour, colour };
    case 'hatch':
    case 'back':
    case 'dots':
    case 'grid':
    case 'bars':
      return { fill: `url(#${look}-${family})`, edge: colour, colour };
  }
}

function painted(all: { id: string; label: string; family: Family | 'other' }[]): Dim[] {
  const rank = (id: string) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return all.map(one => {
    const kin = all.filter(o => o.family === one.family).map(o => o.id);
    const nth = [...kin].sort((a, b) => rank(a) - rank(b)).indexOf(one.id);
    return { id: one.id, label: one.label, paint: paintOf(one.family, nth) };
  });
}

let causesFor: readonly Cause[] | null = null;
let causesPainted: Dim[] = [];

/** The causes in stack order. */
export function causeDims(causes: readonly Cause[]): Dim[] {
  if (causes !== causesFor) {
    causesFor = causes;
    causesPainted = painted(causes.map(c => ({ id: c.cause, label: c.label, family: c.family })));
  }
  return causesPainted;
}

export function dimOf(id: string, causes: readonly Cause[]): Dim {
  const known = causeDims(causes).find(d => d.id === id);
  return known ?? { id, label: id, paint: paintOf('other', 0) };
}

const REASONS: [string, string, Family | 'other'][] = [
  ['bad_username_or_password', 'Bad user name or password', 'cred'],
  ['bad_authentication_method', 'Bad authentication method', 'cred'],
  ['not_authorized', 'Not authorized', 'perm'],
  ['banned', 'Banned', 'perm'],
  ['unsupported_protocol_version', 'Unsupported version', 'proto'],
  ['client_identifier_not_valid', 'Client id not valid', 'proto'],
  ['malformed_packet', 'Malformed packet', 'proto'],
  ['protocol_error', 'Protocol error', 'proto'],
  ['packet_too_large', 'Packet too large', 'proto'],
  ['topic_name_invalid', 'Topic name invalid', 'proto'],
  ['payload_format_invalid', 'Payload format invalid', 'proto'],
  ['retain_not_supported', 'Retain not supported', 'proto'],
  ['qos_not_supported', 'QoS not supported', 'proto'],
  ['server_unavailable', 'Server unavailable', 'ours'],
  ['server_busy', 'Server busy', 'ours'],
  ['unspecified_error', 'Unspecified error', 'ours'],
  ['impl_specific_error', 'Implementation error', 'ours'],
  ['quota_exceeded', 'Quota exceeded', 'ours'],
  ['connection_rate_exceeded', 'Rate exceeded', 'ours'],
  ['use_another_server', 'Use another server', 'other'],
  ['server_moved', 'Server moved', 'other'],
];

const REASON_DIMS = painted(REASONS.map(([id, label, family]) => ({ id, label, family })));

/** The reason codes in stack order; those seen but not known come last. */
export function reasonDims(seen: readonly string[]): Dim[] {
  const unknown = seen.filter(s => s !== 'success' && !REASON_DIMS.some(d => d.id === s));
  return [
    ...REASON_DIMS,
    ...unknown.map(id => ({ id, label: id.replaceAll('_', ' '), paint: paintOf('other', 0) })),
  ];
}

/** Drawn once for the whole page; fills refer to it. */
export function Patterns() {
  return (
    <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        {(Object.keys(LOOKS) as Family[]).flatMap(family =>
          LOOKS[family].filter(look => PATTERNED.includes(look))
            .map(look => <OnePattern look={look} family={family} />))}
        <pattern
          id="warnband" width="6" height="6" patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--warn-soft)" />
          <rect width="2" height="6" fill="var(--warn-line)" fill-opacity=".55" />
        </pattern>
        <pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill="var(--sunken)" />
          <circle cx="3" cy="3" r=".8" fill="var(--line-strong)" />
        </pattern>
      </defs>
    </svg>
  );
}

function OnePattern({ look, family }: { look: Look; family: Family }) {
  const colour = `var(--${family})`;
  const size = look === 'dots' || look === 'grid' ? 4 : 5;
  const angle = { hatch: 45, back: -45, bars: 90, dots: 0, grid: 0, solid: 0, open: 0 }[look];
  return (
    <pattern
      id={`${look}-${family}`} width={size} height={size} patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${angle})`}>
      <rect width={size} height={size} fill={colour} fill-opacity=".28" />
      {look === 'dots' ? <circle cx="2" cy="2" r="1.25" fill={colour} />
        : look === 'grid' ? <path d="M0 2h4M2 0v4" stroke={colour} />
          : <rect width="2.4" height={size} fill={colour} />}
    </pattern>
  );
}

export function Swatch({ paint }: { paint: Paint }) {
  return (
    <i class="sw">
      <svg viewBox="0 0 11 11" aria-hidden="true">
        <rect
          x=".5" y=".5" width="10" height="10" rx="2" fill={paint.fill}
          stroke={paint.edge ?? 'none'} />
      </svg>
    </i>
  );
}

export const ACCEPTED: Paint = { fill: 'var(--ok)', edge: null, colour: 'var(--ok)' };
