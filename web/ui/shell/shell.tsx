// SPDX-License-Identifier: Apache-2.0
// The frame of every page: rail, bar, the amber bar when the stream is lost, tabs on a phone.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { isLive, raised, useWorld, type World } from '../live/world';
import { tryNow } from '../live/stream';
import { clock, count, duration } from '../words/numbers';
import { visible } from '../words/foreign';
import { Patterns } from '../chart/paint';
import { Icon, Logo, statusIcon, statusMark, statusTone, type IconName } from './icons';
import { AllKeys, useKeys } from './keys';
import { Announce, AnnounceCritical } from './announce';
import { Find, focusFind } from './find';
import { PAGES, Tabs, type PageId } from './pages';
import { switchTheme } from './theme';

interface ShellProps {
  page: PageId;
  title: string;
  /** Drawn before the title: the way back up. */
  above?: { label: string; href: string };
  tools?: ComponentChildren;
  /** The page's sentence as text, for those who listen. */
  sentence: string;
  children: ComponentChildren;
}

export function Shell(props: ShellProps) {
  const world = useWorld();
  useKeys({ '/': focusFind });
  useTitle(props.title, world);
  const lost = !isLive(world);
  useEffect(() => {
    document.documentElement.classList.toggle('is-lost', lost);
  }, [lost]);
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <Patterns />
      <Rail world={world} page={props.page} />
      <div class="page">
        <Bar {...props} />
        <Lost world={world} />
        <main id="main" tabIndex={-1}>{props.children}</main>
      </div>
      <Tabs world={world} page={props.page} />
      <AllKeys />
      <Announce sentence={props.sentence} />
      <AnnounceCritical alerts={world.snapshot.alerts} />
    </>
  );
}

function useTitle(title: string, world: World): void {
  const up = raised(world.snapshot.alerts)[0];
  const mark = up ? `${statusMark(up.status)} ` : '';
  const n = world.snapshot.last_minute.total;
  const state = isLive(world) ? `${mark}${n ? `${count(n)} refused · ` : ''}` : 'Not live · ';
  useEffect(() => {
    document.title = `${state}${title} · Lapwing`;
  }, [state, title]);
}

function Rail({ world, page }: { world: World; page: PageId }) {
  const { node } = world.snapshot;
  return (
    <aside class="rail" aria-label="Lapwing">
      <a class="brand" href="/"><Logo />Lapwing</a>
      <div class="node">
        <b title={visible(node.name)}>{visible(node.name)}</b>
        <small>this broker, up {duration(world.nowMs - node.started)}</small>
      </div>
      <nav class="nav" aria-label="Pages">
        {PAGES.map(p => (
          <a href={p.href} aria-current={p.id === page ? 'page' : undefined}>
            <Icon name={p.id as IconName} />{p.label}<Badge id={p.id} world={world} />
          </a>
        ))}
      </nav>
      <LiveMark world={world} />
    </aside>
  );
}

function Badge({ id, world }: { id: PageId; world: World }) {
  const n = world.snapshot.last_minute.total;
  const up = raised(world.snapshot.alerts);
  if (id === 'refusals' && n > 0) {
    return <span class="count">{count(n)}<span class="sr"> in the last minute</span></span>;
  }
  const worst = up[0];
  if (id === 'alerts' && worst) {
    return (
      <span class={`count ${statusTone(worst.status)}`}>
        <Icon name={statusIcon(worst.status)} kind="small" />
        {up.length}<span class="sr"> raised</span>
      </span>
    );
  }
  return null;
}

function LiveMark({ world }: { world: World }) {
  const sample = <span>last sample {clock(world.nowMs)}</span>;
  if (world.link.kind === 'lost') {
    return <div class="live"><Icon name="stale" /><div><b>Not live</b>{sample}</div></div>;
  }
  return <div class="live"><i class="pulse" /><div><b>Live, every second</b>{sample}</div></div>;
}

function Bar({ title, above, tools }: ShellProps) {
  return (
    <header class="bar">
      <a class="home" href="/" aria-label="Overview"><Logo /></a>
      <h1>
        {above ? <a href={above.href}>{above.label}</a> : null}
        {above ? <span aria-hidden="true">/</span> : null}
        {title}
      </h1>
      <span class="grow" />
      {tools}
      <Find kind="wide" />
      <button class="btn square" onClick={switchTheme} aria-label="Light or dark" title="Theme (t)">
        <Icon name="theme" />
      </button>
    </header>
  );
}

function Lost({ world: { link } }: { world: World }) {
  if (link.kind === 'live') {
    return null;
  }
  return (
    <section class="lostbar" aria-label="Connection">
      <Icon name="stale" />
      <span>
        <span role="alert">
          <b>Not live since {clock(link.sinceMs)}.</b> The page shows what it knew then.
        </span>{' '}
        {link.trying ? 'Trying now.' : `Trying again in ${link.retryInS} s.`}
      </span>
      <button class="btn" onClick={tryNow}>Try now</button>
    </section>
  );
}
