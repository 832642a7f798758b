// SPDX-License-Identifier: Apache-2.0
// An alert's past and its source.
import type { AlertDetail, Event, Transition } from '../api';
import type { World } from '../live/world';
import { statusMark } from '../shell/icons';
import { visible } from '../words/foreign';
import { duration, exact, value, whenShort } from '../words/numbers';

const LINES_MAX = 12;
/** Changes this long before the first transition may have led to it. */
const BEFORE_MS = 15 * 60_000;

type Line = { at: number; transition: Transition } | { at: number; event: Event };

export function Happened({ alert, world }: { alert: AlertDetail; world: World }) {
  const oldest = Math.min(...alert.transitions.map(t => t.at), alert.since) - BEFORE_MS;
  const lines: Line[] = [
    ...alert.transitions.map(t => ({ at: t.at, transition: t })),
    ...world.snapshot.events.filter(e => e.kind !== 'alert' && e.at >= oldest)
      .map(e => ({ at: e.at, event: e })),
  ];
  lines.sort((a, b) => b.at - a.at);
  return (
    <section class="panel" aria-labelledby="h-line">
      <header><h2 id="h-line">What happened</h2></header>
      <ol class="feed">
        <li>
          <time dateTime={exact(world.nowMs)}>{whenShort(world.nowMs, world.nowMs)}</time>
          <span>Now {alert.value === null ? 'without a value' : visible(alert.value_text)}</span>
        </li>
        {lines.slice(0, LINES_MAX).map(line => (
          <li class={'transition' in line && isUp(line.transition) ? 'key' : ''}>
            <time dateTime={exact(line.at)} title={exact(line.at)}>
              {whenShort(line.at, world.nowMs)}
            </time>
            <span>
              {'transition' in line ? <Turn turn={line.transition} alert={alert} />
                : visible(line.event.text)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function isUp(turn: Transition): boolean {
  return turn.to === 'WARNING' || turn.to === 'CRITICAL';
}

function Turn({ turn, alert }: { turn: Transition; alert: AlertDetail }) {
  const units = alert.units ? ` ${alert.units}` : '';
  const at = turn.value === null ? '' : `, at ${value(turn.value)}${units}`;
  const after = turn.lasted_s ? `, ${turn.from} for ${duration(turn.lasted_s * 1000)}` : '';
  return <><b>{statusMark(turn.to)} {turn.to}</b>{visible(at)}{isUp(turn) ? '' : after}</>;
}

export function RuleSource({ alert }: { alert: AlertDetail }) {
  return (
    <section class="panel" aria-labelledby="h-rule">
      <header><h2 id="h-rule">The rule</h2></header>
      <div class="side">
        <code class="rule">
          {alert.rule.text.trim().split('\n').map(line => <RuleLine text={visible(line.trim())} />)}
        </code>
        <p class="from">Line {alert.rule.line} of {visible(alert.rule.file)}.</p>
        {alert.info ? <p class="from">{visible(alert.info)}</p> : null}
      </div>
    </section>
  );
}

/** Long names of rules break where their words do. */
function breakable(text: string) {
  return text.split(/(?<=_)/).map(part => <>{part}<wbr /></>);
}

function RuleLine({ text }: { text: string }) {
  const key = /^[a-z ]+:/i.exec(text)?.[0];
  return key === undefined ? <span class="whole">{text}</span>
    : <><i>{key}</i><span>{breakable(text.slice(key.length).trim())}</span></>;
}
