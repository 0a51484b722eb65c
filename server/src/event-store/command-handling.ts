import { Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import type { Appended, ExpectedRevision, NewEvent } from './event-store.js';
import { EventStore, WrongRevision } from './event-store.js';

interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** The pure core of an aggregate: what happened → state, command and state → what happens now. */
export interface Decider<State, Event extends DomainEvent, Command, Rejection> {
  readonly initialState: State;
  /** Every type that the stream may hold. At any other the decider refuses to go on: a newer version wrote it. */
  readonly eventTypes: readonly Event['type'][];
  evolve(state: State, event: Event, metadata: { readonly commandId: string; readonly at: string }): State;
  decide(command: Command, state: State): Decision<Event, Rejection>;
}

export type Decision<Event, Rejection> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export interface CommandMetadata {
  readonly commandId: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly at: string;
}

export type Outcome<State, Rejection> =
  | { readonly kind: 'accepted'; readonly state: State; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'rejected'; readonly state: State; readonly rejection: Rejection };

export interface Folded<State> {
  readonly state: State;
  /** Of the last event, or -1 for a stream that does not exist. */
  readonly revision: bigint;
  readonly position: bigint;
}

/** An event that this version of the program does not know. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

const EVENT_VERSION = 1;
const ATTEMPTS = 10;

/** Loads, decides, appends; when somebody else was faster it loads and decides again. */
@Injectable()
export class CommandHandling {
  constructor(private readonly store: EventStore) {}

  async execute<State, Event extends DomainEvent, Command, Rejection>(request: {
    stream: string;
    decider: Decider<State, Event, Command, Rejection>;
    command: Command;
    metadata: CommandMetadata;
  }): Promise<Outcome<State, Rejection>> {
    const { stream, decider, command, metadata } = request;
    for (let attempt = 1; ; attempt++) {
      const folded = await this.fold(stream, decider);
      const decision = decider.decide(command, folded.state);
      if (decision.kind === 'rejected') return { ...decision, state: folded.state };
      if (decision.events.length === 0) return { kind: 'accepted', ...folded };
      try {
        const appended = await this.append(stream, folded.revision, decision.events, metadata);
        const state = decision.events.reduce(
          (before, event) => decider.evolve(before, event, metadata),
          folded.state,
        );
        return { kind: 'accepted', state, ...appended };
      } catch (error) {
        if (!(error instanceof WrongRevision) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The current state of a stream, read from the store and nowhere else. */
  async fold<State, Event extends DomainEvent>(
    stream: string,
    decider: Pick<Decider<State, Event, never, never>, 'initialState' | 'eventTypes' | 'evolve'>,
  ): Promise<Folded<State>> {
    let folded: Folded<State> = { state: decider.initialState, revision: -1n, position: -1n };
    for await (const { type, data, metadata, revision, position } of this.store.read(stream)) {
      const event = { type, data };
      if (!isKnown(event, decider.eventTypes)) {
        throw new UnknownEvent(`Stream ${stream} holds an event that this version does not know: ${type}.`);
      }
      folded = { state: decider.evolve(folded.state, event, metadata), revision, position };
    }
    return folded;
  }

  /** Appends at the exact revision. The ids follow from the command, so a repetition is recognised by the store. */
  append(
    stream: string,
    revision: bigint,
    events: readonly DomainEvent[],
    metadata: CommandMetadata,
  ): Promise<Appended> {
    const expected: ExpectedRevision = revision < 0n ? 'no_stream' : revision;
    const messages = events.map((event, index): NewEvent => ({
      id: uuidV5(`${metadata.commandId}:${String(revision)}:${String(index)}`, EVENT_IDS),
      type: event.type,
      data: event.data,
      metadata: { version: EVENT_VERSION, causationId: metadata.commandId, ...metadata },
    }));
    return this.store.append(stream, expected, messages);
  }
}

/** Namespace of the ids of events (RFC 9562, version 5). */
const EVENT_IDS = '0e1c9a5e-5b0d-4d0b-9f0e-3c1a5f6b7d21';

function isKnown<Event extends DomainEvent>(
  event: { type: string; data: unknown },
  types: readonly Event['type'][],
): event is Event {
  return (types as readonly string[]).includes(event.type);
}
