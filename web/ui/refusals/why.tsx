// SPDX-License-Identifier: Apache-2.0
// The explanation under its row: what happened, what to do, what was on the wire.
import type { Check, Explained, Row } from '../api';
import { usePolled } from '../live/fetching';
import { Icon, type IconName } from '../shell/icons';
import { Copy, Steps } from '../shell/copy';
import { filterLink } from '../words/sentences';
import { cut, visible } from '../words/foreign';
import { BanAddress } from './ban';

export function rowUrl(id: string): string {
  return `/api/refusals/${encodeURIComponent(id)}`;
}

/** Asks again whenever there was a newer refusal. */
export function Why({ row }: { row: Pick<Row, 'id' | 'last'> }) {
  const { data, error, again } = usePolled<Explained>(rowUrl(row.id), row.last);
  if (!data) {
    return (
      <div class="why-in one">
        {error ? (
          <section>
            <p>This refusal cannot be explained now: {visible(error.message)}</p>
            <button class="btn" onClick={again}>Ask again</button>
          </section>
        ) : <section><p class="muted">Reading the checks…</p></section>}
      </div>
    );
  }
  return (
    <div class="why-in">
      <Happened told={data} />
      <section>
        <h3>What to do</h3>
        {data.evidence === null ? null : <p class="evidence">{visible(data.evidence)}</p>}
        {data.steps.length ? <Steps steps={data.steps} /> : (
          <p>Nothing is known that would settle it. The log line names the client.</p>
        )}
      </section>
      <OnTheWire told={data} />
    </div>
  );
}

const OUTCOMES: Record<Check['outcome'], { icon: IconName; kind: string; word: string }> = {
  passed: { icon: 'yes', kind: '', word: 'passed' },
  failed: { icon: 'no', kind: 'no', word: 'said no' },
  skipped: { icon: 'none', kind: 'skip-step', word: 'not reached' },
  answered: { icon: 'sent', kind: '', word: 'answered' },
};

function Happened({ told }: { told: Explained }) {
  return (
    <section>
      <h3>What happened</h3>
      <p>{visible(told.happened)}</p>
      <ol class="ladder">
        {told.checks.map(check => {
          const { icon, kind, word } = OUTCOMES[check.outcome];
          return (
            <li class={kind}>
              <Icon name={icon} />
              <span>
                <span class="sr">{word}: </span>{visible(check.text)}
                {check.detail === null ? null : <small>{visible(check.detail)}</small>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function OnTheWire({ told }: { told: Explained }) {
  return (
    <section>
      <h3>On the wire</h3>
      <dl class="facts">
        <dt>Client saw</dt><dd>{visible(told.wire.client_saw)}</dd>
        <dt>Cause</dt><dd><code>{told.cause}</code></dd>
        {told.wire.retries === null ? null : (
          <><dt>Retries</dt><dd>{visible(told.wire.retries)}</dd></>
        )}
      </dl>
      <LogLine text={visible(told.wire.log_line)} />
      <div class="acts">
        {told.client ? (
          <a href={filterLink('client', told.client)}>Only {cut(told.client, 24)}</a>
        ) : null}
        {told.address ? (
          <a href={filterLink('address', told.address)}>Only {cut(told.address, 24)}</a>
        ) : null}
        {told.target === null ? (
          <a href={filterLink('listener', told.listener)}>Only {cut(told.listener, 24)}</a>
        ) : (
          <a href={filterLink('target', told.target)}>Only {cut(told.target, 24)}</a>
        )}
        <Copy kind="link" label="Copy as text" text={told.text} />
        {told.target === null ? <BanAddress address={told.address} /> : null}
      </div>
    </section>
  );
}

function LogLine({ text }: { text: string }) {
  const at = /\bcause=\w+/.exec(text);
  if (!at) {
    return <div class="log">{text}</div>;
  }
  const end = at.index + at[0].length;
  return (
    <div class="log">
      {text.slice(0, at.index)}<mark>{at[0]}</mark>{text.slice(end)}
    </div>
  );
}
