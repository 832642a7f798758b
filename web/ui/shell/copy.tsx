// SPDX-License-Identifier: Apache-2.0
// Copying: a button that says that it did, also where the browser has no clipboard for us.
import { useEffect, useState } from 'preact/hooks';
import type { Step } from '../api';
import { visible } from '../words/foreign';

const SAID_MS = 1500;

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Plain HTTP beyond loopback has no clipboard interface. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

interface CopyProps {
  text: string | (() => Promise<string> | string);
  label?: string;
  said?: string;
  name?: string;
  kind?: string;
}

export function Copy({ text, label = 'Copy', said = 'Copied', name, kind = '' }: CopyProps) {
  const [state, set] = useState('');
  useEffect(() => {
    if (!state) {
      return;
    }
    const timer = setTimeout(() => set(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const act = async () => {
    const done = await copyText(typeof text === 'string' ? text : await text());
    set(done ? said : 'Not allowed');
  };
  return (
    <button type="button" class={kind} aria-label={state ? undefined : name} onClick={act}>
      {state || label}
    </button>
  );
}

/** A command holds names that clients chose: what is copied is what is shown. */
export function Command({ text }: { text: string }) {
  const shown = visible(text);
  return (
    <div class="cmd">
      <code>{shown}</code>
      <Copy text={shown} name="Copy command" />
    </div>
  );
}

export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="do">
      {steps.map(step => (
        <li>
          {visible(step.text)}
          {step.command === null ? null : <Command text={step.command} />}
        </li>
      ))}
    </ol>
  );
}
