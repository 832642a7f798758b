// SPDX-License-Identifier: Apache-2.0
// "Why did it ring, when does it stop?"
import type { AlertDetail, Row, Share } from '../api';
import { marksOf } from '../chart/axes';
import { dimOf } from '../chart/paint';
import { spans, ValueChart } from '../chart/value';
import { Unanswered, usePolled } from '../live/fetching';
import { lastMinute, useWorld, type World } from '../live/world';
import { go, useAddress } from '../shell/address';
import { Copy, Steps } from '../shell/copy';
import { useKeys } from '../shell/keys';
import { Shell } from '../shell/shell';
import { CauseWords, From, Last, Who } from '../refusals/row';
import { stamp, windowOf, WINDOWS } from '../refusals/view';
import { WindowChoice } from '../refusals/window';
import { cut, visible } from '../words/foreign';
import { clock, count, duration, percent, value, when } from '../words/numbers';
import { aboutRefusals, byConnack } from '../words/sentences';
import { Flag, Silenced, StatusWord } from './flag';
import { Happened, RuleSource } from './story';

const ROWS_MAX = 8;
const TOP_MAX = 3;

export function AlertDetailPage({ id }: { id: string }) {
  const world = useWorld();
  const second = Math.floor(world.nowMs / 1000);
  const url = `/api/alerts/${encodeURIComponent(id)}`;
  const { data, error, again } = usePolled<AlertDetail>(url, second);
  useKeys({ Escape: () => go('/alerts') });
  const alert = data ? { ...data, ...live(data, world) } : null;
  const said = alert ? sentence(alert, world) : null;
  const gone = error instanceof Unanswered && error.status === 404;
  return (
    <Shell
      page="alerts" title={visible(alert?.summary ?? 'Alert')}
      above={{ label: 'Alerts', href: '/alerts' }}
      sentence={said ? `${said.lead} ${said.rest}` : ''}
      tools={
        <>
          <WindowChoice kind="wide" />
          <Copy kind="btn wide" label="Copy link" text={() => location.href} />
        </>
      }>
      {alert && said ? (
        <>
          <div class="sentence">
            <p>
              <b>{said.lead}</b> {said.rest}
              <small>
                {alert.status === 'CLEAR' ? <StatusWord alert={alert} />
                  : <Flag alert={alert} world={world} />}
                <span>On {visible(alert.target)}.</span>
                <Silenced alert={alert} world={world} />
              </small>
            </p>
          </div>
          <Found alert={alert} world={world} />
        </>
      ) : null}
      {error && !data ? (
        <p class="nothing">
          <b>{gone ? 'There is no such alert.' : 'The alert does not answer.'}</b>{' '}
          {visible(error.message)}{' '}
          {gone ? <a href="/alerts">All alerts</a>
            : <button class="btn" onClick={again}>Ask again</button>}
        </p>
      ) : null}
      {!data && !error ? <p class="nothing muted">Reading the alert…</p> : null}
    </Shell>
  );
}

/** The stream knows the status before the next answer does. */
function live(data: AlertDetail, world: World): Partial<AlertDetail> {
  const now = world.snapshot.alerts.find(a => a.id === data.id);
  return now && now.since >= data.since
    ? { status: now.status, since: now.since, value: now.value, value_text: now.value_text } : {};
}

function sentence(alert: AlertDetail, world: World): { lead: string; rest: string } {
  const limit = alert.limit === null ? '' : `; the limit is ${value(alert.limit)}`;
  const top = [...alert.rows].sort((a, b) => b.last_minute - a.last_minute)[0];
  if (alert.value === null) {
    return { lead: `${visible(alert.summary)} has no value now.`, rest: visible(alert.info) };
  }
  if (!aboutRefusals(alert)) {
    const lead = `${visible(alert.summary)}: ${visible(alert.value_text)}${limit}.`;
    return { lead, rest: visible(alert.info) };
  }
  const were = alert.value === 1 ? 'connection was' : 'connections were';
  const n = alert.value === 0 ? 'No' : count(alert.value);
  const rest = top && top.last_minute > 0
    ? `${count(top.last_minute)} ${top.last_minute === 1 ? 'is' : 'are'} `
      + `${cut(top.client ?? top.address)} from ${cut(top.address)}.`
    : '';
  return {
    lead: `${n} ${were} refused${byConnack(alert)} ${lastMinute(world, clock)}${limit}.`,
    rest: top?.client === null ? rest.replace(/ from .*/, '.') : rest,
  };
}

function Found({ alert, world }: { alert: AlertDetail; world: World }) {
  const { query } = useAddress();
  const { seconds } = WINDOWS[windowOf(query)];
  const nowS = Math.floor(world.nowMs / 1000);
  const from = nowS - seconds;
  const { events } = world.snapshot;
  const proof = aboutRefusals(alert);
  const refusals = `/refusals?from=${stamp(Math.floor(alert.window.from / 1000))}`
    + `&to=${stamp(Math.ceil(alert.window.to / 1000))}`;
  const limit = alert.limit === null ? '' : ` The limit is ${value(alert.limit)}.`;
  return (
    <div class="split">
      <div>
        <section class="panel first" aria-labelledby="h-rule-chart">
          <header>
            <h2 id="h-rule-chart">
              {proof ? 'Refused in the last minute' : visible(alert.summary)}
            </h2>
            <span class="muted">
              the value the rule sees, every {alert.every_s === 1 ? '' : alert.every_s} second
              {alert.every_s === 1 ? '' : 's'}
            </span>
            <span class="right">
              <WindowChoice kind="narrow" />
              {proof ? <a href={refusals}>Open in Refusals</a> : null}
            </span>
          </header>
          <ValueChart
            alert={alert} from={from} to={nowS} nowS={nowS} marks={marksOf(events, from, nowS)}
            label={`${visible(alert.summary)} now ${visible(alert.value_text)}.${limit}`} />
        </section>
        {proof ? <WhoRaised alert={alert} world={world} href={refusals} /> : null}
        <Before alert={alert} world={world} />
      </div>
      <div>
        <section class="panel second" aria-labelledby="h-do">
          <header><h2 id="h-do">What to do</h2></header>
          <div class="side"><ToDo alert={alert} /></div>
        </section>
        <Happened alert={alert} world={world} />
        <RuleSource alert={alert} />
      </div>
    </div>
  );
}

/** The steps for who is behind it; without any, those for every case. */
function ToDo({ alert }: { alert: AlertDetail }) {
  const { guide, what_to_do: steps } = alert;
  const general = alert.status === 'CLEAR' ? [] : guide?.steps ?? [];
  const said = alert.status === 'CLEAR' ? 'Nothing: it is clear.' : visible(alert.info);
  return (
    <>
      {steps.length || general.length ? <Steps steps={steps.length ? steps : general} />
        : <p>{said}</p>}
      {guide ? (
        <>
          <p class="from">{guide.meaning}</p>
          <p class="from"><a href={`/guides/${guide.alert}`} target="_self">As a page</a></p>
        </>
      ) : null}
    </>
  );
}

function WhoRaised({ alert, world, href }: { alert: AlertDetail; world: World; href: string }) {
  const { rows } = alert;
  const total = rows.reduce((n, r) => n + r.count, 0);
  const span = `${when(alert.window.from, world.nowMs)} to ${when(alert.window.to, world.nowMs)}`;
  return (
    <section class="panel" aria-labelledby="h-who">
      <header>
        <h2 id="h-who">{alert.status === 'CLEAR' ? 'Who was refused' : 'Who raised it'}</h2>
        <span class="muted">every refusal{byConnack(alert)} from {span}</span>
        <span class="right"><a href={href}>All refusals</a></span>
      </header>
      <Culpable alert={alert} world={world} />
      {rows.length === 0 ? <p class="nothing">None was refused in this time.</p> : (
        <table class="t fold who">
          <thead>
            <tr>
              <th scope="col" class="c-cause">Cause</th><th scope="col">Client and user</th>
              <th scope="col">From</th>
              <th scope="col" class="num c-last1" aria-sort="descending">Last minute ↓</th>
              <th scope="col" class="num c-n15">In window</th>
              <th scope="col" class="c-share">Share</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS_MAX).map(row => (
              <WhoRow key={row.id} row={row} total={total} world={world} href={href} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The most frequent of each kind, added up over the rows below. */
function Culpable({ alert, world }: { alert: AlertDetail; world: World }) {
  const { causes, clients, addresses } = alert.culprits;
  const labels = new Map(world.snapshot.causes.map(c => [c.cause, c.label]));
  const said = (shares: readonly Share[]) =>
    shares.slice(0, TOP_MAX).map(s => `${cut(labels.get(s.name) ?? s.name)} (${count(s.count)})`)
      .join(', ');
  const parts = [
    causes.length ? `Causes: ${said(causes)}` : '',
    clients.length ? `Clients: ${said(clients)}` : '',
    addresses.length ? `From: ${said(addresses)}` : '',
  ].filter(part => part);
  return parts.length ? <p class="nothing culprits">{parts.join('. ')}.</p> : null;
}

function WhoRow({ row, total, world, href }: {
  row: Row; total: number; world: World; href: string;
}) {
  const { causes } = world.snapshot;
  const share = percent(row.count, total);
  const colour = dimOf(row.cause, causes).paint.colour;
  return (
    <tr class="row" data-row={row.id}>
      <td class="c-cause">
        <a class="cause" href={`${href}&open=${encodeURIComponent(row.id)}`}>
          <CauseWords row={row} causes={causes} />
        </a>
      </td>
      <td class="c-who"><Who row={row} /></td>
      <td class="c-from"><From row={row} short /></td>
      <td class="num c-last1"><Last n={row.last_minute} /></td>
      <td class="num c-n15">{count(row.count)}</td>
      <td class="c-share">
        <span class="share">
          <span><i style={{ width: `${Math.max(2, share)}%`, background: colour }} /></span>
          <b>{share} %</b>
        </span>
      </td>
    </tr>
  );
}

/** Earlier times it rang; the peak is known while its seconds are kept. */
function Before({ alert, world }: { alert: AlertDetail; world: World }) {
  const nowS = Math.floor(world.nowMs / 1000);
  const past = spans(alert, nowS).filter(s => s.to < nowS).reverse();
  if (past.length === 0) {
    return null;
  }
  const { from_s: start, step_s: step, values } = alert.values;
  const peak = (from: number, to: number) => {
    const inside = values.filter((_, i) => start + i * step >= from && start + i * step <= to)
      .filter(v => v !== null);
    return inside.length && from >= start ? value(Math.max(...inside)) : '–';
  };
  return (
    <section class="panel" aria-labelledby="h-before">
      <header>
        <h2 id="h-before">Same alert before</h2><span class="muted">since the start</span>
      </header>
      <table class="t hist">
        <thead>
          <tr>
            <th scope="col">Raised</th><th scope="col">Status</th><th scope="col">Lasted</th>
            <th scope="col" class="num">Peak</th>
          </tr>
        </thead>
        <tbody>
          {past.map(span => (
            <tr>
              <td class="nowrap">{when(span.from * 1000, world.nowMs)}</td>
              <td>{span.status}</td>
              <td class="nowrap">{duration((span.to - span.from) * 1000)}</td>
              <td class="num">{peak(span.from, span.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
