import { randomUUID } from 'node:crypto';
import type { ContainerEvent, LinesLogged, RunRequested } from '../../server/src/containers/domain/events.js';
import { completeSpec } from '../../server/src/containers/domain/container-spec.js';
import type { EventStore, NewEvent } from '../../server/src/event-store/event-store.js';

const PHASES = ['create', 'start', 'deploy', 'sync', 'discover'];
const RUN = 'run-1';
const OF_RUN = { run: RUN, claim: 1 };

/** What was asked for and nobody has begun. */
export const runAskedFor = (container: string): ContainerEvent[] => [requested(container), runRequested()];

/** What was asked for and begun, up to the script that speaks. */
export const runBegun = (container: string): ContainerEvent[] => [
  ...runAskedFor(container),
  claimed(),
  { type: 'PhaseStarted', data: { ...OF_RUN, phase: 'sync' } },
];

/** A run that became ready. */
export function finishedRun(container: string): ContainerEvent[] {
  const phases = PHASES.flatMap((phase): ContainerEvent[] => [
    { type: 'PhaseStarted', data: { ...OF_RUN, phase } },
    { type: 'PhaseCompleted', data: { ...OF_RUN, phase, note: null } },
  ]);
  const ended: ContainerEvent = { type: 'RunEnded', data: { ...OF_RUN, outcome: 'ready', failure: null } };
  return [...runAskedFor(container), claimed(), ...phases, ended];
}

function requested(container: string): ContainerEvent {
  const spec = completeSpec({
    ...{ hostname: 'watched', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
    ...{ cores: 1, memory: 512, swap: 512, disk: 4, storage: 'local', unprivileged: true, nesting: true },
    ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: false },
    ...{ tags: [], sshKeys: [], rootPasswordSecret: null, template: null },
    ...{ packageGroups: [], scripts: [], files: [] },
  });
  const node = { name: 'pve-1', cluster: 'lab', lab: true };
  return { type: 'ContainerRequested', data: { container, spec, inputHash: '', node } };
}

function runRequested(): RunRequested {
  const plan = PHASES.map((key) => ({ key, title: key, weight: 1, skipped: false }));
  return { type: 'RunRequested', data: { run: RUN, kind: 'provision', attempt: 1, plan } };
}

const claimed = (): ContainerEvent => ({ type: 'RunClaimed', data: { ...OF_RUN, worker: 'nobody' } });

/** A batch of a script's output, as the log writer makes it: lines of 100 characters that begin with their number. */
export function lines(firstLine: number, count: number): LinesLogged {
  const texts = Array.from({ length: count }, (_, index) => `${String(firstLine + index)} `.padEnd(100, 'x'));
  const of = { phase: 'sync', step: '10-speak.sh', stream: 'stdout', source: null } as const;
  return { type: 'LinesLogged', data: { ...OF_RUN, ...of, firstLine, lines: texts } };
}

/** The events as a process would append them. */
export function newEvents(events: readonly { type: string; data: object }[]): NewEvent[] {
  return events.map(({ type, data }) => {
    const id = randomUUID();
    const at = new Date().toISOString();
    const metadata = { commandId: id, correlationId: id, causationId: id, actor: 'worker:nobody', at };
    return { id, type, data, metadata: { version: 1, ...metadata } };
  });
}

/** Records a run that goes on, with so many lines in batches. */
export async function recordRun(
  store: EventStore,
  container: string,
  log: { readonly lines: number; readonly perEvent: number },
): Promise<void> {
  await store.append(`container-${container}`, 'no_stream', newEvents(runBegun(container)));
  const events = Array.from({ length: log.lines / log.perEvent }, (_, index) =>
    lines(index * log.perEvent, log.perEvent),
  );
  for (let from = 0; from < events.length; from += 50) {
    await store.append(`containerLog-${container}`, 'any', newEvents(events.slice(from, from + 50)));
  }
}
