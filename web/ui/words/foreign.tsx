// SPDX-License-Identifier: Apache-2.0
// Text that clients chose. It is data: what it hides is made visible, and it is cut.
import type { JSX } from 'preact';

export const FOREIGN_CHARS_MAX = 64;

/** Characters that act instead of being seen: controls, format, separators, lone surrogates. */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0]/u;
const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function shown(char: string): string {
  const named = NAMED[char];
  if (named !== undefined) {
    return named;
  }
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** The same text with every acting character drawn; for titles and sentences. */
export function visible(text: string): string {
  let out = '';
  for (const char of text) {
    out += ACTING.test(char) ? shown(char) : char;
  }
  return out;
}

/** Short enough for a sentence. */
export function cut(text: string, charsMax = FOREIGN_CHARS_MAX): string {
  const chars = [...visible(text)];
  return chars.length <= charsMax ? chars.join('') : `${chars.slice(0, charsMax).join('')}…`;
}

function pieces(chars: string[]): (string | JSX.Element)[] {
  const out: (string | JSX.Element)[] = [];
  let plain = '';
  chars.forEach((char, i) => {
    const edgeSpace = char === ' ' && (i === 0 || i === chars.length - 1);
    if (!edgeSpace && !ACTING.test(char)) {
      plain += char;
      return;
    }
    if (plain) {
      out.push(plain);
      plain = '';
    }
    out.push(<span class="ctl">{edgeSpace ? 'space' : shown(char)}</span>);
  });
  if (plain) {
    out.push(plain);
  }
  return out;
}

interface ForeignProps {
  text: string;
  charsMax?: number;
}

/** A client id, user name or topic on a page: monospace, isolated, the rest on hover. */
export function Foreign({ text, charsMax = FOREIGN_CHARS_MAX }: ForeignProps) {
  if (text === '') {
    return <span class="muted">(empty)</span>;
  }
  const chars = [...text];
  const whole = chars.length <= charsMax;
  return (
    <bdi class="foreign" title={whole ? undefined : visible(text)}>
      {pieces(whole ? chars : chars.slice(0, charsMax))}
      {whole ? null : '…'}
    </bdi>
  );
}
