// SPDX-License-Identifier: Apache-2.0
// What the server sends, word for word: times are epoch milliseconds, `_s` epoch seconds.

export type Family = 'cred' | 'perm' | 'proto' | 'tls' | 'ours';

export type Status =
  | 'CLEAR' | 'WARNING' | 'CRITICAL' | 'DOWN' | 'STALE' | 'UNDEFINED' | 'UNINITIALIZED'
  | 'REMOVED';

export interface Cause {
  cause: string;
  label: string;
  family: Family;
  meaning: string;
}

export interface SummaryPart {
  cause: string;
  count: number;
  client: string | null;
  address: string | null;
  user: string | null;
}

export interface Summary {
  total: number;
  parts: SummaryPart[];
}

export interface Step {
  text: string;
  command: string | null;
}

export interface Alert {
  id: string;
  name: string;
  chart: string;
  context: string;
  title: string;
  summary: string;
  info: string;
  status: Status;
  since: number;
  value: number | null;
  units: string;
  limit: number | null;
  value_text: string;
  target: string;
  every_s: number;
  rule: { file: string; line: number; text: string };
  what_to_do: Step[];
  silence: Silence | null;
}

export interface Target {
  name: string;
  address: string;
  kind: string;
  cluster: string;
  state: 'WAITING' | 'UP' | 'DOWN';
  why: string;
  since: number;
  told: number;
  series: number;
  left_out: number;
  charts: number;
}

export interface Targets {
  targets: Target[];
}

export interface Silence {
  id: string;
  alert: string;
  chart: string;
  context: string;
  reason: string;
  author: string;
  from: number;
  until: number;
  schedule: string;
  holds: boolean;
}

export interface FailedRule {
  file: string;
  line: number;
  name: string;
  error: string;
}

export interface Event {
  id: number;
  at: number;
  kind: string;
  text: string;
  key: boolean;
}

export interface Vital {
  id: string;
  label: string;
  value: number | null;
  unit: string;
  min: number | null;
  max: number | null;
  line: (number | null)[];
}

export interface Snapshot {
  now: number;
  node: { name: string; version: string; started: number };
  listeners: { name: string; address: string }[];
  causes: Cause[];
  alerts: Alert[];
  failed_rules: FailedRule[];
  rules_clear: number;
  /** Neither evaluated nor able to be: no samples yet, or a value that cannot be told. */
  rules_undecided: number;
  events: Event[];
  vitals: Vital[];
  last_minute: Summary;
  window: Summary;
  accepted: number;
}

export interface Row {
  id: string;
  cause: string;
  reason: string | null;
  code: string;
  client: string | null;
  user: string | null;
  address: string;
  port: number;
  listener: string;
  /** Whose log told it; null for this broker's own. */
  target: string | null;
  version: string | null;
  detail: string | null;
  last_minute: number;
  count: number;
  first: number;
  last: number;
}

export interface Refusals {
  now: number;
  from: number;
  to: number;
  reaches_back_to: number;
  total: number;
  rows_total: number;
  folded: number;
  dropped: number;
  causes: { cause: string; count: number }[];
  rows: Row[];
}

export interface Check {
  outcome: 'passed' | 'failed' | 'skipped' | 'answered';
  text: string;
  detail: string | null;
}

export interface Explained extends Row {
  happened: string;
  checks: Check[];
  evidence: string | null;
  steps: Step[];
  wire: { client_saw: string; retries: string | null; log_line: string };
  text: string;
}

export interface Transition {
  at: number;
  from: Status;
  to: Status;
  value: number | null;
  lasted_s: number | null;
}

export interface AlertDetail extends Alert {
  values: { from_s: number; step_s: number; values: (number | null)[] };
  transitions: Transition[];
  rows: Row[];
  window: { from: number; to: number };
  culprits: Culprits;
  guide: Guide | null;
}

export interface Culprits {
  total: number;
  causes: Share[];
  clients: Share[];
  addresses: Share[];
}

export interface Share {
  name: string;
  count: number;
}

export interface Guide {
  alert: string;
  meaning: string;
  steps: Step[];
}

export interface Alerts {
  alerts: Alert[];
  failed_rules: FailedRule[];
  rule_notes: FailedRule[];
}

export interface ChartData {
  labels: string[];
  data: (number | null)[][];
}

/** What the stream tells of alerts: those raised, and those that changed. */
export interface AlertsNow {
  alerts: Alert[];
  rules_clear: number;
  rules_undecided: number;
}

/** One second of the stream: only what was not zero. */
export interface Second {
  t_s: number;
  late_ms: number;
  refused: Record<string, number>;
  reasons: Record<string, number>;
  accepted: number;
  last_minute: Summary;
  vitals: { id: string; value: number | null }[];
}

export interface Client {
  client: string;
  user: string | null;
  /** `refused` has no session; `gone` neither. */
  state: 'connected' | 'offline' | 'refused' | 'gone';
  address: string | null;
  port: number;
  listener: string | null;
  version: string | null;
  since: number;
  session_s: number | null;
  subscriptions: number;
  queued: number;
  in_flight: number;
  refused: Lately | null;
}

export interface Lately {
  id: string;
  cause: string;
  count: number;
  last: number;
}

export interface Clients {
  now: number;
  connected: number;
  offline: number;
  refused: number;
  rows: Client[];
}

export interface ClientSession {
  queued_bytes: number;
  unreleased: number;
  silence_s: number;
  receive_max: number;
  subscriptions: Subscribed[];
}

export interface Subscribed {
  filter: string;
  qos: number;
  no_local: boolean;
  retain_as_published: boolean;
}

export interface Moment {
  kind: 'refused' | 'left' | 'admitted';
  what: string;
  because: string;
  address: string;
  count: number;
  first: number;
  last: number;
  row: string | null;
}

export interface ClientDetail {
  client: Client;
  session: ClientSession | null;
  story: Moment[];
}

export interface Chart {
  id: string;
  title: string;
  units: string;
  family: string;
  context: string;
  type: string;
  dimensions: string[];
  first_s: number;
  changed: number;
}

export interface ChartList {
  charts: Chart[];
}

export interface Ban {
  id: string;
}

export interface Export {
  name: string;
  kind: string;
  to: string;
  every_s: number;
  state: string;
  failing: boolean;
  sent: number;
  failed: number;
  dropped: number;
  queued: number;
  queued_bytes: number;
  last_sent_ms: number | null;
  last_error: string | null;
  last_error_ms: number | null;
  next_try_ms: number | null;
}
