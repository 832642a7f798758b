// SPDX-License-Identifier: Apache-2.0
// The find field: client, user or address; as one types on Refusals and Clients, else on Enter.
import { useEffect, useRef, useState } from 'preact/hooks';
import { filterLink } from '../words/sentences';
import { go, look, useAddress } from './address';
import { Icon } from './icons';

const TYPING_MS = 200;

export function focusFind(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('.find input')];
  fields.find(f => f.offsetParent !== null)?.focus();
}

export function Find({ kind }: { kind: string }) {
  const { path, query } = useAddress();
  const here = path === '/refusals' || (path === '/clients' && query['id'] === undefined)
    || path === '/charts';
  const charts = path === '/charts';
  const what = charts ? 'Chart, family or line' : 'Client, user or address';
  const hint = charts ? 'parts of names' : 'pump-*, 10.0.0.0/24 and parts of names';
  const asked = here ? query['find'] ?? '' : '';
  const [text, set] = useState(asked);
  const timer = useRef(0);
  useEffect(() => set(asked), [asked, path]);
  const typed = (value: string) => {
    set(value);
    clearTimeout(timer.current);
    if (here) {
      timer.current = window.setTimeout(() => look({ find: value }, true), TYPING_MS);
    }
  };
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    if (!here && text) {
      go(path === '/clients' ? `/clients?find=${encodeURIComponent(text)}`
        : filterLink('find', text));
    }
  };
  return (
    <form class={`find ${kind}`} role="search" onSubmit={submit}>
      <label>
        <Icon name="search" />
        <span class="sr">Find a {what.toLowerCase()}</span>
        <input
          type="text" name="find" autocomplete="off" spellcheck={false} value={text}
          placeholder={what} title={hint}
          onInput={e => typed(e.currentTarget.value)} />
        <kbd aria-hidden="true">/</kbd>
      </label>
    </form>
  );
}
