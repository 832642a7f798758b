// SPDX-License-Identifier: Apache-2.0
// "What is raised, and is it real?" All rules, by target, with the room left to their limits.
import type { Alert, Alerts, FailedRule } from '../api';
import { usePolled } from '../live/fetching';
import { lastMinute, raised, useWorld, type World } from '../live/world';
import { go } from '../shell/address';
import { useKeys } from '../shell/keys';
import { Shell } from '../shell/shell';
import { visible } from '../words/foreign';
import { clock, count, percent, plural, spelled, value, when } from '../words/numbers';
import { alertLine } from '../words/sentences';
import { alertUrl, StatusWord } from './flag';
import { RaisedList } from './raised';

const BEAT_S = 5;
const NOTES_MAX = 100;

export function AlertsPage() {
  const world = useWorld();
  const up = raised(world.snapshot.alerts);
  const beat = `${Math.floor(world.nowMs / 1000 / BEAT_S)}.${up.map(a => a.id + a.status)}`;
  const { data, error, again } = usePolled<Alerts>('/api/alerts', beat);
  const said = sentence(up, world);
  useKeys({ Escape: () => go('/') });
  return (
    <Shell page="alerts" title="Alerts" sentence={`${said.lead} ${said.rest}`}>
      <div class="sentence"><p><b>{said.lead}</b> {said.rest}</p></div>
      <section class="panel" aria-labelledby="h-raised">
        <header>
          <h2 id="h-raised">Raised</h2><span class="muted">worst and newest first</span>
        </header>
        {up.length ? <RaisedList alerts={up} world={world} /> : (
          <p class="nothing">Every rule that has a value is below its limit.</p>
        )}
      </section>
      <Rules world={world} data={data} />
      {error ? (
        <p class="nothing">
          The rules do not answer: {visible(error.message)}. What is raised is still live.{' '}
          <button class="btn" onClick={again}>Ask again</button>
        </p>
      ) : null}
      <Failed rules={data?.failed_rules ?? world.snapshot.failed_rules} />
      <Notes notes={data?.rule_notes ?? []} />
    </Shell>
  );
}

function sentence(up: readonly Alert[], world: World): { lead: string; rest: string } {
  if (up.length === 0) {
    return { lead: 'Nothing is raised.', rest: others(world) };
  }
  const first = up[0];
  const line = first ? visible(alertLine(first, lastMinute(world, clock))) : '';
  const more = up.length > 1 ? ` and ${spelled(up.length - 1)} more` : '';
  const word = spelled(up.length);
  const many = up.length === 1 ? 'alert is' : 'alerts are';
  return {
    lead: `${word[0]?.toUpperCase()}${word.slice(1)} ${many} raised:`, rest: `${line}${more}.`,
  };
}

/** The rules that are not raised; those without a value are not said to be clear. */
function others(world: World): string {
  const { rules_clear, rules_undecided } = world.snapshot;
  const clear = `${plural(rules_clear, 'rule is', 'rules are')} clear`;
  if (rules_undecided === 0) {
    return `${clear}.`;
  }
  return rules_clear === 0
    ? `${plural(rules_undecided, 'rule has', 'rules have')} no value.`
    : `${clear}, ${count(rules_undecided)} without a value.`;
}

function Rules({ world, data }: { world: World; data: Alerts | null }) {
  const live = new Map(world.snapshot.alerts.map(a => [a.id, a]));
  const all = (data?.alerts ?? world.snapshot.alerts).map(a => live.get(a.id) ?? a);
  const targets = [...new Set(all.map(a => a.target))];
  return (
    <>
      {targets.map(target => {
        const rules = all.filter(a => a.target === target);
        return (
          <section class="panel" aria-label={`Rules of ${target}`}>
            <header>
              <h2>{visible(target)}</h2>
              <span class="muted">{plural(rules.length, 'rule')}</span>
            </header>
            <table class="t rules">
              <thead>
                <tr>
                  <th scope="col">Rule</th><th scope="col">Status</th>
                  <th scope="col" class="num">Value</th><th scope="col" class="num">Limit</th>
                  <th scope="col">Room left</th><th scope="col">Since</th>
                </tr>
              </thead>
              <tbody>{rules.map(rule => <Rule key={rule.id} rule={rule} world={world} />)}</tbody>
            </table>
          </section>
        );
      })}
    </>
  );
}

function Rule({ rule, world }: { rule: Alert; world: World }) {
  const room = rule.value !== null && rule.limit !== null && rule.limit > 0
    ? Math.max(0, 100 - percent(rule.value, rule.limit)) : null;
  return (
    <tr class="row" data-rule={rule.id}>
      <td class="c-name">
        <a class="title" href={alertUrl(rule)}>{visible(rule.summary)}</a>
        <small class="mono">{visible(rule.name)}</small>
      </td>
      <td class="c-status"><StatusWord alert={rule} /></td>
      <td class="num c-value">
        {rule.value === null ? <span class="muted">none</span> : value(rule.value)}
        <small>{rule.units}</small>
      </td>
      <td class="num c-limit">{rule.limit === null ? '–' : value(rule.limit)}</td>
      <td class="c-room">{room === null ? '–' : <Room share={room} />}</td>
      <td class="nowrap muted c-since">{when(rule.since, world.nowMs)}</td>
    </tr>
  );
}

function Room({ share }: { share: number }) {
  return (
    <span class="share">
      <span><i style={{ width: `${share}%` }} /></span>
      <b>{share ? `${share} %` : 'none'}</b>
    </span>
  );
}

function Failed({ rules }: { rules: readonly FailedRule[] }) {
  if (rules.length === 0) {
    return null;
  }
  return (
    <section class="panel" aria-labelledby="h-failed">
      <header>
        <h2 id="h-failed">Rules that are off</h2>
        <span class="muted">{count(rules.length)} could not be read; the others run</span>
      </header>
      <ul class="list failed">
        {rules.map(rule => (
          <li>
            <b>{visible(rule.name) || (rule.line ? 'a rule without a name' : 'all rules')}</b>
            <span>{visible(rule.error)}</span>
            <code>{visible(rule.file)}{rule.line ? `, line ${rule.line}` : ''}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Rules of elsewhere run here, line by line as far as they can. */
function Notes({ notes }: { notes: readonly FailedRule[] }) {
  if (notes.length === 0) {
    return null;
  }
  return (
    <section class="panel" aria-labelledby="h-notes">
      <header>
        <h2 id="h-notes">Lines with another meaning</h2>
        <span class="muted">{count(notes.length)} in rules that run</span>
      </header>
      <ul class="list failed">
        {notes.slice(0, NOTES_MAX).map(note => (
          <li>
            <b>{visible(note.name)}</b>
            <span>{visible(note.error)}</span>
            <code>{visible(note.file)}, line {note.line}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
