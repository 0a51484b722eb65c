import { randomUUID } from 'node:crypto';
import type { CommandMetadata } from '../event-store/command-handling.js';

export const accountStream = (id: string) => `account-${id}`;
export const sessionStream = (id: string) => `session-${id}`;
export const apiTokenStream = (id: string) => `apiToken-${id}`;
export const sessionsOfAccount = (id: string) => `accountSessions-${id}`;
export const apiTokensOfAccount = (id: string) => `accountApiTokens-${id}`;

/** Metadata of a command that has no id of its own. */
export function commandBy(actor: string): CommandMetadata {
  const commandId = randomUUID();
  return { commandId, correlationId: commandId, actor, at: new Date().toISOString() };
}
