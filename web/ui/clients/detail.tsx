// SPDX-License-Identifier: Apache-2.0
// One client: its session, its filters, and what happened to it.
import { useEffect, useState } from 'preact/hooks';
import type { Client, ClientDetail, ClientSession, Moment } from '../api';
import { usePolled } from '../live/fetching';
import { useWorld, type World } from '../live/world';
import { go } from '../shell/address';
import { useKeys } from '../shell/keys';
import { Shell } from '../shell/shell';
import { filterLink, inside, labelOf } from '../words/sentences';
import { cut, Foreign, visible } from '../words/foreign';
import { bytes, count, duration, exact, plural, times, whenShort } from '../words/numbers';
import { Why } from '../refusals/why';
import { ClientActs } from './act';

export function ClientDetailPage({ id }: { id: string }) {
  const world = useWorld();
  const [beat, setBeat] = useState(0);
  const asked = usePolled<ClientDetail>(`/api/client?id=${encodeURIComponent(id)}`, beat);
  const now = Math.floor(world.nowMs / 1000);
  useEffect(() => setBeat(now), [now]);
  useKeys({ Escape: () => go('/clients') });
  const { data, error } = asked;
  const name = cut(id) || '(empty)';
  const said = error ? `${name}: ${visible(error.message)}.`
    : data ? sentence(data, world) : `${name}…`;
  return (
    <Shell
      page="clients" title={name} above={{ label: 'Clients', href: '/clients' }} sentence={said}>
      <div class="sentence"><p><b>{said}</b></p></div>
      {data && !error ? <Detail data={data} world={world} done={asked.again} /> : null}
    </Shell>
  );
}

function Detail({ data, world, done }: { data: ClientDetail; world: World; done: () => void }) {
  return (
    <div class="split">
      <div>
        {data.session ? <Session client={data.client} session={data.session} /> : null}
        {data.session ? <Filters client={data.client} session={data.session} /> : null}
        {data.client.refused ? (
          <section class="panel" aria-labelledby="h-why">
            <header><h2 id="h-why">Why it was refused</h2></header>
            <Why row={data.client.refused} />
          </section>
        ) : null}
        {data.client.state !== 'refused' ? (
          <section class="panel" aria-labelledby="h-act">
            <header><h2 id="h-act">Act on it</h2></header>
            <ClientActs client={data.client} done={done} />
          </section>
        ) : null}
      </div>
      <Story client={data.client} story={data.story} world={world} />
    </div>
  );
}

function sentence({ client, story }: ClientDetail, world: World): string {
  const name = cut(client.client) || '(empty)';
  const since = duration(world.nowMs - client.since);
  const refused = client.refused;
  const cause = refused ? inside(labelOf(refused.cause, world.snapshot.causes)) : '';
  switch (client.state) {
    case 'connected':
      return `${name} is connected since ${since}, from ${visible(client.address ?? '')}.`;
    case 'offline': {
      const left = story.find(m => m.kind === 'left');
      const how = left ? ` It left by: ${visible(left.what.replaceAll('_', ' '))}.` : '';
      const out = refused ? ` It was refused ${times(refused.count)} since: ${cause}.` : how;
      return `${name} is offline since ${since}; its session waits.${out}`;
    }
    case 'refused':
      return `${name} is not connected: it was refused ${times(refused?.count ?? 1)}, `
        + `last ${since} ago: ${cause}.`;
    case 'gone':
      return `${name} is not connected and has no session; it left ${since} ago.`;
  }
}

function Session({ client, session }: { client: Client; session: ClientSession }) {
  const silence = session.silence_s ? `${session.silence_s} s at most` : 'any';
  const ends = client.session_s === null ? 'never ends'
    : client.session_s === 0 ? 'ends with the connection'
      : `ends ${duration(client.session_s * 1000)} after the connection`;
  return (
    <section class="panel first" aria-labelledby="h-session">
      <header><h2 id="h-session">Session</h2></header>
      <div class="side">
        <dl class="facts">
          <dt>User</dt>
          <dd>{client.user === null ? 'none' : <Foreign text={client.user} />}</dd>
          {client.state === 'connected' ? (
            <>
              <dt>Connection</dt>
              <dd>
                {visible(client.address ?? '')}:{client.port} to {visible(client.listener ?? '')},
                {' '}MQTT {visible(client.version ?? '')}
              </dd>
              <dt>Silence</dt><dd>{silence}</dd>
              <dt>In flight</dt>
              <dd>{count(client.in_flight)} of {count(session.receive_max)} it takes</dd>
            </>
          ) : null}
          <dt>Waiting</dt>
          <dd>{plural(client.queued, 'message')}, {bytes(session.queued_bytes)}</dd>
          <dt>Not released</dt><dd>{plural(session.unreleased, 'message')} of QoS 2 from it</dd>
          <dt>Session</dt><dd>{ends}</dd>
        </dl>
      </div>
    </section>
  );
}

function Filters({ client, session }: { client: Client; session: ClientSession }) {
  const more = client.subscriptions - session.subscriptions.length;
  return (
    <section class="panel" aria-labelledby="h-filters">
      <header>
        <h2 id="h-filters">Subscriptions</h2>
        <span class="muted keep">{plural(client.subscriptions, 'filter')}</span>
      </header>
      {session.subscriptions.length === 0 ? <p class="nothing">None.</p> : null}
      <ul class="list failed">
        {session.subscriptions.map(each => (
          <li>
            <Foreign text={each.filter} />
            <span>
              {each.no_local ? 'not its own messages ' : ''}
              {each.retain_as_published ? 'retain as published' : ''}
            </span>
            <span>QoS {each.qos}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="nothing">and {count(more)} more</p> : null}
    </section>
  );
}

function Story({ client, story, world }: {
  client: Client; story: readonly Moment[]; world: World;
}) {
  return (
    <section class="panel second" aria-labelledby="h-story">
      <header>
        <h2 id="h-story">What happened to it</h2>
        <span class="right"><a href={filterLink('client', client.client)}>Its refusals</a></span>
      </header>
      {story.length === 0 ? <p class="nothing">Nothing that is remembered.</p> : null}
      <ol class="feed">
        {story.map(moment => (
          <li class={moment.kind === 'refused' ? 'key' : ''}>
            <time dateTime={exact(moment.last)} title={exact(moment.last)}>
              {whenShort(moment.last, world.nowMs)}
            </time>
            <span><Told moment={moment} world={world} /></span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Told({ moment, world }: { moment: Moment; world: World }) {
  const often = moment.count > 1
    ? `, ${times(moment.count)} since ${whenShort(moment.first, world.nowMs)}` : '';
  const from = moment.address ? ` from ${visible(moment.address)}` : '';
  const because = moment.because ? `: ${visible(moment.because)}` : '';
  switch (moment.kind) {
    case 'refused':
      return (
        <>
          <b>
            <a href={`/refusals?win=1h&open=${encodeURIComponent(moment.row ?? '')}`}>
              Refused, {inside(labelOf(moment.what, world.snapshot.causes))}
            </a>
          </b>
          {from}{often}{because}
        </>
      );
    case 'left':
      return <><b>Left: {visible(moment.what.replaceAll('_', ' '))}</b>{often}{because}</>;
    case 'admitted':
      return <><b>Let in</b>{from}</>;
  }
}
