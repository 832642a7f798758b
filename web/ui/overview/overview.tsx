// SPDX-License-Identifier: Apache-2.0
// "Is anything wrong, and what?"
import type { Alert, Event, Vital } from '../api';
import { Spark } from '../chart/spark';
import { counted, isLive, raised, useWorld, type World } from '../live/world';
import { useKeys } from '../shell/keys';
import { TargetList } from './targets';
import { useNarrow } from '../shell/narrow';
import { Shell } from '../shell/shell';
import { RaisedList } from '../alerts/raised';
import { drawn, RefusedChart, useReach } from '../refusals/chart';
import { viewOf, WINDOWS } from '../refusals/view';
import { cut, visible } from '../words/foreign';
import { count, exact, plural, spelled, times, value, whenShort } from '../words/numbers';
import { aboutRefusals, inside } from '../words/sentences';

const EVENTS_SHOWN = 10;
const CHART_S = WINDOWS['15m'].seconds;

export function OverviewPage() {
  const world = useWorld();
  useKeys({});
  const up = raised(world.snapshot.alerts);
  const said = sentence(up, world);
  return (
    <Shell page="overview" title="Overview" sentence={`${said.lead} ${said.rest}`}>
      <div class="sentence">
        <p><b>{said.lead}</b> {said.rest}<small><span>{below(world)}</span></small></p>
      </div>
      <div class="split">
        <div>
          <Attention up={up} world={world} />
          <Chart world={world} />
        </div>
        <Feed events={world.snapshot.events} nowMs={world.nowMs} />
      </div>
      <TargetList />
      <Vitals world={world} />
    </Shell>
  );
}

function sentence(up: readonly Alert[], world: World): { lead: string; rest: string } {
  if (up.length === 0) {
    const working = isLive(world) ? 'Working' : 'It was working';
    return { lead: `${working}, nothing to fix.`, rest: '' };
  }
  const critical = up.filter(a => a.status === 'CRITICAL').length;
  const things = `${spelled(up.length)} ${up.length === 1 ? 'thing' : 'things'} to fix`;
  const lead = critical
    ? `${capital(things)}, ${spelled(critical)} at once:` : `Working, ${things}:`;
  const said = up.slice(0, 3).map(a => clause(a, world));
  const more = up.length > 3 ? [`${spelled(up.length - 3)} more`] : [];
  return { lead, rest: `${listed([...said, ...more])}.` };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listed(parts: string[]): string {
  const most = parts.slice(0, -1).join(', ');
  return parts.length < 2 ? parts.join('') : `${most}, and ${parts.at(-1)}`;
}

function clause(alert: Alert, world: World): string {
  const top = world.snapshot.last_minute.parts[0];
  if (aboutRefusals(alert) && top) {
    const who = cut(top.client ?? top.address ?? 'a client');
    return isLive(world) ? `${who} is refused ${times(top.count)} a minute`
      : `${who} was refused ${times(top.count)} a minute`;
  }
  if (aboutRefusals(alert)) {
    return 'connections were refused a moment ago';
  }
  const name = inside(visible(alert.summary));
  return alert.value === null ? name : `${name} (${visible(alert.value_text)})`;
}

function below(world: World): string {
  const connected = world.snapshot.vitals.find(v => v.id === 'connections')?.value;
  const clients = typeof connected === 'number' ? `${plural(connected, 'client')} connected. ` : '';
  const minutes = isLive(world) ? 'In the last 15 minutes' : 'In the 15 minutes before';
  const sums = counted(world, CHART_S);
  return sums && sums.no + sums.yes > 0
    ? `${clients}${minutes} ${count(sums.no)} refused, ${count(sums.yes)} accepted.` : clients;
}

function Attention({ up, world }: { up: readonly Alert[]; world: World }) {
  const { rules_clear, rules_undecided, failed_rules } = world.snapshot;
  const stale = up.filter(a => a.status === 'STALE').length;
  const undecided = rules_undecided ? `, ${rules_undecided} without a value` : '';
  const off = failed_rules.length ? `, ${failed_rules.length} off` : '';
  return (
    <section class="panel first" aria-labelledby="h-alerts">
      <header>
        <h2 id="h-alerts">Needs attention</h2>
        <span class="muted keep">
          {up.length - stale} raised, {rules_clear} clear, {stale} stale{undecided}{off}
        </span>
        <span class="right"><a href="/alerts">All alerts</a></span>
      </header>
      {up.length ? <RaisedList alerts={up} world={world} /> : (
        <p class="nothing">Nothing. No alert is raised.</p>
      )}
    </section>
  );
}

function Chart({ world }: { world: World }) {
  const narrow = useNarrow();
  const view = viewOf({});
  const shown = drawn(world, view, narrow);
  useReach(world, Math.floor(shown.from / 60) * 60);
  const total = counted(world, CHART_S)?.no ?? 0;
  const causes = new Set(shown.bins.flatMap(b => Object.keys(b.counts))).size;
  return (
    <section class="panel" aria-labelledby="h-chart">
      <header>
        <h2 id="h-chart">Refused, by cause</h2>
        <span class="muted">last 15 minutes, each bar is {shown.step} s</span>
        <span class="right">
          <a href="/refusals">
            {count(total)} refused{causes ? `, ${plural(causes, 'cause')}` : ''}
          </a>
        </span>
      </header>
      <RefusedChart
        world={world} view={view} shown={shown} narrow={narrow} pickable={false} height={96}
        acceptedHeight={22} />
    </section>
  );
}

function Feed({ events, nowMs }: { events: readonly Event[]; nowMs: number }) {
  return (
    <section class="panel" aria-labelledby="h-feed">
      <header><h2 id="h-feed">What changed</h2></header>
      {events.length === 0 ? <p class="nothing">Nothing since the start.</p> : null}
      <ol class="feed">
        {events.slice(0, EVENTS_SHOWN).map(event => (
          <li key={event.id} class={event.key && event.kind === 'alert' ? 'key' : ''}>
            <time dateTime={exact(event.at)} title={exact(event.at)}>
              {whenShort(event.at, nowMs)}
            </time>
            <span><EventText text={visible(event.text)} /></span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What changed is bold, the rest explains it. */
function EventText({ text }: { text: string }) {
  const end = text.search(/[,:;] /);
  return end < 0 ? <>{text}</> : <><b>{text.slice(0, end)}</b>{text.slice(end)}</>;
}

function Vitals({ world }: { world: World }) {
  return (
    <section class="panel apart" aria-labelledby="h-vitals">
      <header>
        <h2 id="h-vitals">Vital signs</h2>
        <span class="muted">last 15 minutes, with the range of the last hour</span>
      </header>
      <div class="vitals">
        {world.snapshot.vitals.map(v => <VitalSign key={v.id} vital={v} />)}
      </div>
    </section>
  );
}

function VitalSign({ vital }: { vital: Vital }) {
  const bad = /refus|drop/.test(vital.id);
  const highest = bad && vital.value !== null && vital.value > 0 && vital.value === vital.max;
  const range = vital.min === null || vital.max === null ? 'no samples yet'
    : `${value(vital.min)} to ${value(vital.max)}${highest ? ', now the highest' : ''}`;
  return (
    <div class="vital" data-vital={vital.id}>
      <span>{vital.label}</span>
      <b>{vital.value === null ? '–' : value(vital.value)}<i> {vital.unit}</i></b>
      <Spark values={vital.line} colour={bad ? 'var(--cred)' : 'var(--ok)'} />
      <small class={highest ? 'note' : ''}>{range}</small>
    </div>
  );
}
