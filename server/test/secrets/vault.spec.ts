import { randomBytes } from 'node:crypto';
import { masterKey } from '../../src/secrets/master-key.js';
import { SecretGone, Vault, WrongMasterKey } from '../../src/secrets/vault.js';
import type { RecordedEvent } from '../../src/event-store/event-store.js';
import { TestStore } from '../http/test-store.js';

describe('the vault', () => {
  const master = masterKey(randomBytes(32));
  const rootPassword = { subject: 'container:1', name: 'root password', value: 'hunter2-é' };
  let store: TestStore;
  let vault: Vault;
  beforeEach(async () => {
    store = await TestStore.start();
    vault = new Vault(store.events, master);
    await vault.unlock();
  });
  afterEach(() => store.stop());

  const eventsOf = async (stream: string) => {
    const events: RecordedEvent[] = [];
    for await (const event of store.events.read(stream)) events.push(event);
    return events;
  };

  test('what was stored is read again, also by another process with the same key', async () => {
    const id = await vault.store(rootPassword);
    const other = new Vault(store.events, master);
    await other.unlock();
    expect(await other.read(id)).toBe(rootPassword.value);
  });

  test('the same secret has the same id, also when two store it at once; another value has another', async () => {
    const [first, second] = await Promise.all([vault.store(rootPassword), vault.store(rootPassword)]);
    expect(second).toBe(first);
    expect(await vault.store(rootPassword)).toBe(first);
    expect(await vault.store({ ...rootPassword, value: 'other' })).not.toBe(first);
    expect(await vault.store({ ...rootPassword, name: 'other' })).not.toBe(first);
  });

  test('the id tells nothing about the value without the key', async () => {
    const elsewhere = await TestStore.start();
    try {
      const other = new Vault(elsewhere.events, master);
      expect(await other.store(rootPassword)).not.toBe(await vault.store(rootPassword));
    } finally {
      await elsewhere.stop();
    }
  });

  test('no stream holds the value or the name of the key in clear', async () => {
    const id = await vault.store(rootPassword);
    const events = [...(await eventsOf(`secret-${id}`)), ...(await eventsOf('vault'))];
    const text = JSON.stringify(events.map(({ data, metadata }) => ({ data, metadata })));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(Buffer.from('hunter2').toString('base64').slice(0, 8));
    expect(text).not.toContain(master.bytes.toString('base64'));
  });

  test('a process with another master key is told so', async () => {
    const stranger = new Vault(store.events, masterKey(randomBytes(32)));
    await expect(stranger.unlock()).rejects.toThrow(WrongMasterKey);
    await expect(stranger.unlock()).rejects.toThrow('master key is not the one');
  });

  test('another master key takes over from the one before, which then opens nothing', async () => {
    const next = masterKey(randomBytes(32));
    const id = await vault.store(rootPassword);
    await vault.store({ ...rootPassword, subject: 'container:2' });

    const rotated = new Vault(store.events, next, master);
    await rotated.unlock();
    expect(await rotated.read(id)).toBe(rootPassword.value);
    expect(await rotated.store(rootPassword)).toBe(id);
    await new Vault(store.events, next).unlock();
    await expect(new Vault(store.events, master).unlock()).rejects.toThrow(WrongMasterKey);
    await expect(vault.read(id)).rejects.toThrow('does not open');
  });

  test('a change of the master key that was cut off in the middle goes on where it was', async () => {
    const next = masterKey(randomBytes(32));
    const ids: string[] = [];
    for (const subject of ['container:1', 'container:2', 'container:3']) {
      ids.push(await vault.store({ ...rootPassword, subject }));
    }
    let appends = 0;
    const dying = Object.create(store.events, {
      append: {
        value: (...args: Parameters<typeof store.events.append>) => {
          appends += 1;
          return appends === 2 ? Promise.reject(new Error('killed')) : store.events.append(...args);
        },
      },
    }) as typeof store.events;
    await expect(new Vault(dying, next, master).unlock()).rejects.toThrow('killed');

    const rotated = new Vault(store.events, next, master);
    await rotated.unlock();
    expect(await Promise.all(ids.map((id) => rotated.read(id)))).toEqual(ids.map(() => rootPassword.value));
  });

  test('a ciphertext that was changed or put elsewhere does not open', async () => {
    const id = await vault.store(rootPassword);
    const [stored] = await eventsOf(`secret-${id}`);
    const copy = async (stream: string, data: object) => {
      const { type, metadata } = stored!;
      const event = { id: crypto.randomUUID(), type, data, metadata };
      await store.events.append(stream, 'no_stream', [event]);
    };
    const data = stored?.data as { sealed: { ciphertext: string } };
    const bytes = Buffer.from(data.sealed.ciphertext, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const ciphertext = bytes.toString('base64');
    await copy('secret-changed', { ...data, sealed: { ...data.sealed, ciphertext } });
    await copy('secret-moved', data);
    await expect(vault.read('changed')).rejects.toThrow('does not open');
    await expect(vault.read('moved')).rejects.toThrow('does not open');
  });

  test('deleting a subject deletes all of its secrets for ever, and nobody else’s', async () => {
    const [password, key] = [
      await vault.store(rootPassword),
      await vault.store({ ...rootPassword, name: 'ssh key', value: 'k' }),
    ];
    const other = await vault.store({ ...rootPassword, subject: 'container:2' });
    await vault.delete(rootPassword.subject);
    await vault.delete(rootPassword.subject);
    await vault.delete('container:unknown');
    for (const id of [password, key]) {
      await expect(vault.read(id)).rejects.toThrow(SecretGone);
      expect(await eventsOf(`secret-${id}`)).toEqual([]);
    }
    expect(await vault.read(other)).toBe(rootPassword.value);
    await expect(vault.store(rootPassword)).rejects.toThrow(SecretGone);
  });

  test('no error tells a value', async () => {
    await vault.delete(rootPassword.subject);
    const error: unknown = await vault.store(rootPassword).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain('hunter2');
  });
});
