import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandHandling } from '../event-store/command-handling.js';
import type { TitleCommand } from './domain/title-reservation.js';
import { comparableTitle, titleDecider } from './domain/title-reservation.js';

/** A title whose owner was not recorded within this time belongs to nobody: its process died in between. */
const HALF_MADE_MS = 60_000;

/** What has a title, and the prefix of the streams that reserve titles of that kind. */
export type TitleKind = 'templateTitle' | 'bucketTitle';

/** Titles that are taken. Each is a stream that only one can begin. */
@Injectable()
export class Titles {
  constructor(private readonly handling: CommandHandling) {}

  /**
   * False if somebody else has the title.
   * @param holds tells whether an owner really has it: `null` for one that is not (yet) recorded
   */
  async reserve(
    kind: TitleKind,
    title: string,
    owner: string,
    actor: string,
    holds: (owner: string) => Promise<boolean | null>,
  ): Promise<boolean> {
    const stream = streamOf(kind, title);
    if (await this.execute(stream, { type: 'ReserveTitle', owner }, actor)) return true;
    const { state } = await this.handling.fold(stream, titleDecider);
    if (state === null) return this.execute(stream, { type: 'ReserveTitle', owner }, actor);
    const held = await holds(state.owner);
    const halfMade = held === null && Date.now() - Date.parse(state.since) < HALF_MADE_MS;
    if (held === true || halfMade) return false;
    return this.execute(stream, { type: 'TakeTitleOver', owner, from: state.owner }, actor);
  }

  async release(kind: TitleKind, title: string, owner: string, actor: string): Promise<void> {
    await this.execute(streamOf(kind, title), { type: 'ReleaseTitle', owner }, actor);
  }

  private async execute(stream: string, command: TitleCommand, actor: string): Promise<boolean> {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, at: new Date().toISOString() };
    const outcome = await this.handling.execute({ stream, decider: titleDecider, command, metadata });
    return outcome.kind === 'accepted';
  }
}

/** Hashed, since a stream's name has not room for every character of a title. */
function streamOf(kind: TitleKind, title: string): string {
  return `${kind}-${createHash('sha256').update(comparableTitle(title)).digest('hex')}`;
}
