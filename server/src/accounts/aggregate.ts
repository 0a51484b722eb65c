import { randomUUID } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import type { EventStore, ExpectedRevision, NewEvent } from '../event-store/event-store.js';
import { WrongRevision } from '../event-store/event-store.js';
import type { Decision } from './domain/decision.js';

interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** How the streams of one kind are folded. */
export interface Aggregate<State, Event extends DomainEvent> {
  readonly prefix: string;
  readonly initial: State;
  readonly types: readonly Event['type'][];
  evolve(state: State, event: Event): State;
}

interface Loaded<State> {
  readonly state: State;
  readonly revision: ExpectedRevision;
}

const EVENT_VERSION = 1;
const ATTEMPTS = 5;

/** The current state of a stream. Refuses to go on at an event that it does not know: a newer version wrote it. */
export async function load<State, Event extends DomainEvent>(
  store: EventStore,
  aggregate: Aggregate<State, Event>,
  id: string,
): Promise<Loaded<State>> {
  const loaded: { state: State; revision: ExpectedRevision } = {
    state: aggregate.initial,
    revision: 'no_stream',
  };
  for await (const recorded of store.read(`${aggregate.prefix}${id}`)) {
    const event = { type: recorded.type, data: recorded.data };
    if (!isKnown(aggregate, event)) {
      throw new Error(`Stream ${recorded.stream} holds an event of an unknown type, ${recorded.type}.`);
    }
    loaded.state = aggregate.evolve(loaded.state, event);
    loaded.revision = recorded.revision;
  }
  return loaded;
}

/** Loads, decides and appends; decides again when somebody else was faster. */
export async function change<State, Event extends DomainEvent, Refusal extends string>(
  store: EventStore,
  aggregate: Aggregate<State, Event>,
  id: string,
  actor: string,
  decide: (state: State) => Decision<Event, Refusal>,
): Promise<Decision<Event, Refusal>> {
  for (let attempt = 1; ; attempt += 1) {
    const { state, revision } = await load(store, aggregate, id);
    const decision = decide(state);
    if (decision.kind === 'refused' || decision.events.length === 0) return decision;
    try {
      await store.append(`${aggregate.prefix}${id}`, revision, toNewEvents(decision.events, revision, actor));
      return decision;
    } catch (error) {
      if (!(error instanceof WrongRevision) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Events of one command, ready to be appended. */
export function toNewEvents(
  events: readonly DomainEvent[],
  revision: ExpectedRevision,
  actor: string,
): NewEvent[] {
  const commandId = randomUUID();
  const at = new Date().toISOString();
  return events.map(({ type, data }, index) => ({
    id: uuidV5(`${String(revision)}:${String(index)}`, commandId),
    type,
    data,
    metadata: {
      version: EVENT_VERSION,
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor,
      at,
    },
  }));
}

function isKnown<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  event: { type: string; data: unknown },
): event is Event {
  return (aggregate.types as readonly string[]).includes(event.type);
}
