// SPDX-License-Identifier: Apache-2.0
// The alerts that are raised, each a sentence; on Overview and on Alerts.
import type { ComponentChildren } from 'preact';
import type { Alert } from '../api';
import { lastMinute, type World } from '../live/world';
import { Icon, statusIcon, statusTone } from '../shell/icons';
import { visible } from '../words/foreign';
import { clock } from '../words/numbers';
import { aboutRefusals, alertLine, refusedParts, Said } from '../words/sentences';
import { alertUrl, howLong, Silenced } from './flag';

interface RaisedListProps {
  alerts: readonly Alert[];
  world: World;
  beside?: (alert: Alert) => ComponentChildren;
}

export function RaisedList({ alerts, world, beside }: RaisedListProps) {
  return (
    <ul class="list alerts">
      {alerts.map(alert => (
        <li key={alert.id} data-alert={alert.id}>
          <span class={`status ${statusTone(alert.status)}`} title={alert.status}>
            <Icon name={statusIcon(alert.status)} />
          </span>
          <div>
            <a class="title" href={alertUrl(alert)}>
              {visible(alertLine(alert, lastMinute(world, clock)))}
            </a>
            <p><Proof alert={alert} world={world} /></p>
            {beside?.(alert)}
          </div>
          <div class="when">
            <span>{alert.status} {howLong(alert, world)}</span>
            <Silenced alert={alert} world={world} />
            <a href={alertUrl(alert)}>
              What to do<span class="sr"> about {visible(alert.summary)}</span>
            </a>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Proof({ alert, world }: { alert: Alert; world: World }) {
  const { last_minute, causes } = world.snapshot;
  if (aboutRefusals(alert) && last_minute.total > 0) {
    return <Said words={refusedParts(last_minute, causes)} />;
  }
  if (aboutRefusals(alert)) {
    return <>None refused {lastMinute(world, clock)}.</>;
  }
  return <>{visible(alert.info)}</>;
}
