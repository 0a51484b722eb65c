import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import type { EventStore, RecordedEvent } from '../event-store/event-store.js';
import { StreamDeleted, WrongRevision } from '../event-store/event-store.js';
import type { Sealed } from './envelope.js';
import { CannotOpen, open, seal } from './envelope.js';
import type { MasterKey } from './master-key.js';
import { lastOf, rewrapDataKeys } from './rotation.js';
import { vaultEvent } from './vault-event.js';

/** The secret was deleted, or there never was one. */
export class SecretGone extends Error {
  override readonly name = 'SecretGone';
  constructor(id: string) {
    super(`Secret ${id} is gone.`);
  }
}

/** This process has another master key than the one that the secrets were stored with. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}

export interface SecretValue {
  /** Whose secret it is, for example `container:<id>`; the unit of deletion. */
  readonly subject: string;
  readonly name: string;
  readonly value: string;
}
interface StoredSecret {
  readonly subject: string;
  readonly name: string;
  readonly sealed: Sealed;
}
interface WrappedKey {
  readonly masterKey: string;
  readonly sealed: Sealed;
}
/** Both are derived from a subject's data key, so that neither tells anything about the other. */
interface SubjectKeys {
  readonly encrypt: Buffer;
  readonly identify: Buffer;
}

const NAMESPACE = '4f7f6b0e-7f2b-4b9c-8d0f-2f0a3f6c1d5e';
const CHECK_PLACE = 'vault check';
const CHECK_TEXT = 'infrahaus';

/**
 * Secrets, encrypted in the event store: each subject (a container, a node) has a data key, wrapped by the master key.
 * Deleting a subject deletes its data key first, which makes every copy of its ciphertexts useless.
 */
export class Vault {
  constructor(
    private readonly events: EventStore,
    private readonly master: MasterKey,
    /** The key before this one, from which the data keys are taken over when the vault is unlocked. */
    private readonly previous: MasterKey | null = null,
  ) {}

  /** Call once at start. Registers the master key in a new installation; throws `WrongMasterKey` if it is another. */
  async unlock(): Promise<void> {
    const check = seal(this.master.bytes, Buffer.from(CHECK_TEXT), CHECK_PLACE);
    const registered = await lastOf(this.events, 'vault');
    if (!registered) {
      const event = vaultEvent('MasterKeyRegistered', { masterKey: this.master.id, check });
      if (await this.appendNew('vault', event)) return;
      return this.unlock();
    }
    const known = registered.data as { masterKey: string; check: Sealed };
    if (this.previous && known.masterKey === this.previous.id && opens(this.previous.bytes, known.check)) {
      await rewrapDataKeys(this.events, this.previous, this.master);
      const event = vaultEvent('MasterKeyRegistered', { masterKey: this.master.id, check });
      await this.events.append('vault', registered.revision, [event]);
      return;
    }
    if (known.masterKey !== this.master.id || !opens(this.master.bytes, known.check)) {
      throw new WrongMasterKey(
        'The master key is not the one that the secrets in the event store were stored with. ' +
          'Bring back the original INFRAHAUS_MASTER_KEY or master.key file, or use the data directory that belongs to it.',
      );
    }
  }

  /** Stores a value and returns its id: the same one for the same subject, name and value. */
  async store({ subject, name, value }: SecretValue): Promise<string> {
    const keys = await this.keysForStoring(subject);
    const digest = createHmac('sha256', keys.identify).update(`${name}\0${value}`).digest('hex');
    const id = uuidV5(`${subject}\0${name}\0${digest}`, NAMESPACE);
    if (await this.first(`secret-${id}`)) return id;
    const listed = vaultEvent('SecretListed', { secret: id });
    await this.events.append(listStream(subject), 'any', [listed]);
    const sealed = seal(keys.encrypt, Buffer.from(value), placeOf(id, subject, name));
    await this.appendNew(`secret-${id}`, vaultEvent('SecretStored', { subject, name, sealed }));
    return id;
  }

  /** The secret's value. Throws `SecretGone` if it was deleted. */
  async read(id: string): Promise<string> {
    const stored = (await this.first(`secret-${id}`))?.data as StoredSecret | undefined;
    const keys = stored ? await this.keysOf(stored.subject) : null;
    if (!stored || !keys) throw new SecretGone(id);
    return open(keys.encrypt, stored.sealed, placeOf(id, stored.subject, stored.name)).toString();
  }

  /** Deletes everything that was stored for a subject, for ever. Harmless if there is nothing. */
  async delete(subject: string): Promise<void> {
    await this.events.tombstone(keyStream(subject));
    for await (const event of this.events.read(listStream(subject))) {
      await this.events.tombstone(`secret-${(event.data as { secret: string }).secret}`);
    }
    await this.events.tombstone(listStream(subject));
  }

  private async keysOf(subject: string): Promise<SubjectKeys | null> {
    const wrapped = (await lastOf(this.events, keyStream(subject)))?.data as WrappedKey | undefined;
    return wrapped ? derive(open(this.master.bytes, wrapped.sealed, keyStream(subject))) : null;
  }

  private async keysForStoring(subject: string): Promise<SubjectKeys> {
    const known = await this.keysOf(subject);
    if (known) return known;
    const sealed = seal(this.master.bytes, randomBytes(32), keyStream(subject));
    const event = vaultEvent('DataKeyWrapped', { masterKey: this.master.id, sealed });
    try {
      if (await this.appendNew(keyStream(subject), event)) {
        await this.events.setStreamMetadata(keyStream(subject), { maxCount: 1 });
      }
    } catch (error) {
      throw error instanceof StreamDeleted ? new SecretGone(subject) : error;
    }
    return this.keysForStoring(subject);
  }

  private async first(stream: string): Promise<RecordedEvent | undefined> {
    for await (const event of this.events.read(stream, { limit: 1 })) return event;
    return undefined;
  }

  /** False if somebody else made the stream a moment before. */
  private async appendNew(stream: string, event: ReturnType<typeof vaultEvent>): Promise<boolean> {
    try {
      await this.events.append(stream, 'no_stream', [event]);
      return true;
    } catch (error) {
      if (error instanceof WrongRevision) return false;
      throw error;
    }
  }
}

function derive(dataKey: Buffer): SubjectKeys {
  const part = (use: string) => Buffer.from(hkdfSync('sha256', dataKey, '', use, 32));
  return { encrypt: part('encrypt'), identify: part('identify') };
}

function opens(key: Buffer, check: Sealed): boolean {
  try {
    return open(key, check, CHECK_PLACE).toString() === CHECK_TEXT;
  } catch (error) {
    if (error instanceof CannotOpen) return false;
    throw error;
  }
}

function placeOf(id: string, subject: string, name: string): string {
  return JSON.stringify([id, subject, name]);
}

function keyStream(subject: string): string {
  return `secretKey-${uuidV5(subject, NAMESPACE)}`;
}

function listStream(subject: string): string {
  return `secretsOf-${uuidV5(subject, NAMESPACE)}`;
}
