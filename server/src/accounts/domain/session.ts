import type { Decision } from './decision.js';
import { accepted } from './decision.js';

/** What is recorded in `session-{id}`. */
export type SessionEvent =
  | {
      readonly type: 'SessionStarted';
      readonly data: {
        readonly session: string;
        readonly account: string;
        readonly secretHash: string;
        /** The account's password generation under which the person signed in. */
        readonly passwordGeneration: number;
        readonly startedAt: string;
        /** Ends here unless it is used before. */
        readonly idleUntil: string;
        /** Ends here however much it is used. */
        readonly endsAt: string;
      };
    }
  | { readonly type: 'SessionExtended'; readonly data: { readonly idleUntil: string } }
  | { readonly type: 'SessionEnded'; readonly data: { readonly reason: 'signed-out' | 'revoked' } };

export type SessionCommand =
  | { readonly type: 'ExtendSession'; readonly now: number }
  | { readonly type: 'EndSession'; readonly reason: 'signed-out' | 'revoked' };

export type Session =
  | { readonly state: 'none' }
  | {
      readonly state: 'open';
      readonly id: string;
      readonly account: string;
      readonly secretHash: string;
      readonly passwordGeneration: number;
      readonly startedAt: string;
      readonly idleUntil: string;
      readonly endsAt: string;
    }
  | { readonly state: 'ended' };

const HOUR = 3_600_000;
/** A session ends after a week without use, and after thirty days in any case. */
export const IDLE_MS = 7 * 24 * HOUR;
export const ABSOLUTE_MS = 30 * 24 * HOUR;
/** Use is recorded at most once in this time: an event per request would be noise. */
const EXTEND_AFTER_MS = HOUR;

export const noSession: Session = { state: 'none' };

export function startSession(start: {
  session: string;
  account: string;
  secretHash: string;
  passwordGeneration: number;
  now: number;
}): SessionEvent {
  const { now, ...rest } = start;
  return {
    type: 'SessionStarted',
    data: { ...rest, startedAt: iso(now), idleUntil: iso(now + IDLE_MS), endsAt: iso(now + ABSOLUTE_MS) },
  };
}

export function evolveSession(session: Session, event: SessionEvent): Session {
  switch (event.type) {
    case 'SessionStarted': {
      const { session: id, ...data } = event.data;
      return { state: 'open', id, ...data };
    }
    case 'SessionExtended':
      return session.state === 'open' ? { ...session, idleUntil: event.data.idleUntil } : session;
    case 'SessionEnded':
      return { state: 'ended' };
  }
}

export function decideSession(session: Session, command: SessionCommand): Decision<SessionEvent, never> {
  if (session.state !== 'open') return accepted();
  switch (command.type) {
    case 'EndSession':
      return accepted({ type: 'SessionEnded', data: { reason: command.reason } });
    case 'ExtendSession': {
      const due = Date.parse(session.idleUntil) - IDLE_MS + EXTEND_AFTER_MS <= command.now;
      if (!due || command.now >= sessionExpiry(session)) return accepted();
      return accepted({ type: 'SessionExtended', data: { idleUntil: iso(command.now + IDLE_MS) } });
    }
  }
}

/** When an open session ends by itself, in milliseconds since 1970. */
export function sessionExpiry(session: { readonly idleUntil: string; readonly endsAt: string }): number {
  return Math.min(Date.parse(session.idleUntil), Date.parse(session.endsAt));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
