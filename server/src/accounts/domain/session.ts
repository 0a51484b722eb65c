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
  | {
      readonly type: 'StartSession';
      readonly session: string;
      readonly account: string;
      readonly secretHash: string;
      readonly passwordGeneration: number;
      readonly now: number;
    }
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

export function decideSession(command: SessionCommand, session: Session): Decision<SessionEvent, never> {
  switch (command.type) {
    case 'StartSession':
      return session.state === 'none' ? accepted(sessionStarted(command)) : accepted();
    case 'EndSession':
      if (session.state !== 'open') return accepted();
      return accepted({ type: 'SessionEnded', data: { reason: command.reason } });
    case 'ExtendSession': {
      if (session.state !== 'open' || !isExtensionDue(session, command.now)) return accepted();
      return accepted({ type: 'SessionExtended', data: { idleUntil: iso(command.now + IDLE_MS) } });
    }
  }
}

/** Whether the session's use is worth recording now. */
export function isExtensionDue(session: Extract<Session, { state: 'open' }>, now: number): boolean {
  const due = Date.parse(session.idleUntil) - IDLE_MS + EXTEND_AFTER_MS <= now;
  return due && now < sessionExpiry(session);
}

function sessionStarted(command: Extract<SessionCommand, { type: 'StartSession' }>): SessionEvent {
  const { session, account, secretHash, passwordGeneration, now } = command;
  const times = { startedAt: iso(now), idleUntil: iso(now + IDLE_MS), endsAt: iso(now + ABSOLUTE_MS) };
  return { type: 'SessionStarted', data: { session, account, secretHash, passwordGeneration, ...times } };
}

/** When an open session ends by itself, in milliseconds since 1970. */
export function sessionExpiry(session: { readonly idleUntil: string; readonly endsAt: string }): number {
  return Math.min(Date.parse(session.idleUntil), Date.parse(session.endsAt));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

export const sessionDecider = {
  initialState: noSession,
  eventTypes: ['SessionStarted', 'SessionExtended', 'SessionEnded'] as const,
  evolve: evolveSession,
  decide: decideSession,
};
