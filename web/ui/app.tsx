// SPDX-License-Identifier: Apache-2.0
// The page begins here: theme before anything is drawn, then the first snapshot, then the stream.
import { render } from 'preact';
import type { Snapshot } from './api';
import { AlertDetailPage } from './alerts/detail';
import { AlertsPage } from './alerts/alerts';
import { ChartsPage } from './charts/charts';
import { ClientsPage } from './clients/clients';
import { readJson } from './live/fetching';
import { startStream } from './live/stream';
import { replaceWorld } from './live/world';
import { OverviewPage } from './overview/overview';
import { RefusalsPage } from './refusals/refusals';
import { followLinks, useAddress } from './shell/address';
import { listenToKeys } from './shell/keys';
import { applyTheme } from './shell/theme';

const RETRY_MS = 3000;

function App() {
  const { path } = useAddress();
  const alert = /^\/alerts\/(.+)$/.exec(path)?.[1];
  if (alert !== undefined) {
    const id = decodeURIComponent(alert);
    return <AlertDetailPage key={id} id={id} />;
  }
  switch (path) {
    case '/refusals':
      return <RefusalsPage />;
    case '/charts':
      return <ChartsPage />;
    case '/clients':
      return <ClientsPage />;
    case '/alerts':
      return <AlertsPage />;
    default:
      return <OverviewPage />;
  }
}

/** The server puts the first data inside the page; asking for it is the second best. */
async function firstSnapshot(): Promise<Snapshot> {
  const inlined = document.getElementById('snapshot')?.textContent;
  if (inlined) {
    return JSON.parse(inlined) as Snapshot;
  }
  for (;;) {
    try {
      return await readJson<Snapshot>('/api/snapshot');
    } catch {
      document.body.textContent = 'Lapwing does not answer. Trying again every 3 s.';
      await new Promise(done => setTimeout(done, RETRY_MS));
    }
  }
}

async function start(): Promise<void> {
  const snapshot = await firstSnapshot();
  replaceWorld({ snapshot, nowMs: Math.floor(snapshot.now / 1000) * 1000 });
  followLinks();
  listenToKeys();
  document.body.textContent = '';
  render(<App />, document.body);
  startStream();
}

applyTheme();
addEventListener('DOMContentLoaded', () => void start());
