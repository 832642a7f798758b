// SPDX-License-Identifier: Apache-2.0
// Keys: one listener; the page that is shown adds its own. Never the browser's own keys.
import { useEffect, useRef } from 'preact/hooks';
import { go } from './address';
import { PAGES } from './pages';
import { switchTheme } from './theme';

type Keys = Readonly<Record<string, () => void>>;

const SECOND_KEY_MS_MAX = 1500;
const stack: { current: Keys }[] = [];
/** When `g` was pressed; long ago is never. */
let afterG = Number.NEGATIVE_INFINITY;

/** While the component is shown, these keys act; the latest shown wins. */
export function useKeys(keys: Keys): void {
  const ref = useRef(keys);
  ref.current = keys;
  useEffect(() => {
    stack.push(ref);
    return () => {
      stack.splice(stack.indexOf(ref), 1);
    };
  }, []);
}

const TO_PAGES: Keys = Object.fromEntries(PAGES.map(p => [p.key, () => go(p.href)]));

export function listenToKeys(): void {
  addEventListener('keydown', e => {
    const at = e.target instanceof HTMLElement ? e.target : null;
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) {
      return;
    }
    if (at?.matches('input, textarea, select')) {
      if (e.key === 'Escape') {
        at.blur();
      }
      return;
    }
    if (document.querySelector('dialog[open]') && e.key !== '?') {
      return;
    }
    const act = actionOf(e);
    if (act) {
      e.preventDefault();
      act();
    }
  });
}

function actionOf(e: KeyboardEvent): (() => void) | undefined {
  const page = performance.now() - afterG < SECOND_KEY_MS_MAX ? TO_PAGES[e.key] : undefined;
  afterG = Number.NEGATIVE_INFINITY;
  if (page) {
    return page;
  }
  if (e.key === 'g') {
    return () => {
      afterG = performance.now();
    };
  }
  // Enter and space belong to the control that has the focus.
  if (e.key === 'Enter' && e.target instanceof Element && e.target.closest('a, button')) {
    return undefined;
  }
  for (const keys of [...stack].reverse()) {
    const act = keys.current[e.key];
    if (act) {
      return act;
    }
  }
  return e.key === 't' ? switchTheme : e.key === '?' ? showKeys : undefined;
}

function dialog(): HTMLDialogElement | null {
  return document.querySelector('dialog.all-keys');
}

export function showKeys(): void {
  const it = dialog();
  if (it?.open) {
    it.close();
  } else {
    it?.showModal();
  }
}

const ALL: [string[], string][] = [
  [['j', 'k'], 'next, previous row'],
  [['Enter'], 'explain the row'],
  [['c'], 'only this cause'],
  [['x'], 'copy the row as text'],
  [['/'], 'find'],
  [['[', ']'], 'window earlier, later'],
  [['l'], 'back to live'],
  [['←', '→'], 'walk the bars of a chart; Enter picks one'],
  ...PAGES.map((p): [string[], string] => [['g', p.key], p.label]),
  [['t'], 'light or dark'],
  [['Esc'], 'back one step'],
  [['?'], 'these keys'],
];

export function AllKeys() {
  return (
    <dialog class="all-keys" aria-labelledby="h-keys">
      <h2 id="h-keys">All keys</h2>
      <dl>
        {ALL.map(([keys, what]) => (
          <div>
            <dt>{keys.map(k => <kbd>{k}</kbd>)}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button class="btn" onClick={() => dialog()?.close()}>Close</button>
    </dialog>
  );
}
