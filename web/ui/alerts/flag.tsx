// SPDX-License-Identifier: Apache-2.0
// An alert's status in one line: shape, word, since when.
import type { Alert } from '../api';
import { isLive, type World } from '../live/world';
import { Icon, statusIcon, statusTone } from '../shell/icons';
import { visible } from '../words/foreign';
import { duration, exact, when } from '../words/numbers';

const SECOND = 1000;

export function alertUrl(alert: Alert): string {
  return `/alerts/${encodeURIComponent(alert.id)}`;
}

/** "for 3 min 58 s"; once the page is not live nobody knows how long, so since when. */
export function howLong(alert: Alert, world: World): string {
  return isLive(world) ? `for ${lasted(alert, world)}`
    : `since ${when(alert.since, world.nowMs)}`;
}

/** Whole seconds: the page moves with them. */
function lasted(alert: Alert, world: World): string {
  return duration(Math.max(SECOND, world.nowMs - alert.since));
}

export function Flag({ alert, world }: { alert: Alert; world: World }) {
  const since = `since ${when(alert.since, world.nowMs)}`;
  const long = isLive(world) ? `, for ${lasted(alert, world)}` : '';
  return (
    <a
      class={`flag ${statusTone(alert.status)}`} href={alertUrl(alert)}
      title={`${alert.name} ${exact(alert.since)}`}>
      <Icon name={statusIcon(alert.status)} />{alert.status} <span>{since}{long}</span>
    </a>
  );
}

export function StatusWord({ alert }: { alert: Alert }) {
  return (
    <span class={`status ${statusTone(alert.status)}`}>
      <Icon name={statusIcon(alert.status)} />{alert.status}
    </span>
  );
}

/** Nobody is told while a silence holds; whoever looks should know why. */
export function Silenced({ alert, world }: { alert: Alert; world: World }) {
  const { silence } = alert;
  return silence ? (
    <span class="muted">
      Silenced until {when(silence.until, world.nowMs)} by {visible(silence.author)}:{' '}
      {visible(silence.reason)}
    </span>
  ) : null;
}
