import { DatabaseSync } from 'node:sqlite';

/** A container as `/etc/pve/lxc/VMID.conf` describes it; the root password is not part of it. */
export type ContainerConfig = Record<string, string>;

export interface StoredContainer {
  readonly vmid: number;
  readonly node: string;
  readonly config: ContainerConfig;
}

export interface StoredTask {
  readonly upid: string;
  readonly node: string;
  readonly pid: number;
  readonly pstart: number;
  readonly starttime: number;
  readonly type: string;
  readonly id: string;
  readonly user: string;
  readonly endtime: number | null;
  /** `OK`, `WARNINGS: n`, an error text, `unexpected status`; null while the task runs. */
  readonly exitstatus: string | null;
}

export interface StoredToken {
  readonly secret: string;
  readonly grants: Readonly<Record<string, readonly string[]>>;
}

export interface StoredVolume {
  readonly node: string;
  readonly storage: string;
  readonly volid: string;
  readonly size: number;
  readonly ctime: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS container (vmid INTEGER PRIMARY KEY, node TEXT NOT NULL, config TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS pool_member (vmid INTEGER PRIMARY KEY, pool TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS task (upid TEXT PRIMARY KEY, node TEXT NOT NULL, pid INTEGER NOT NULL,
    pstart INTEGER NOT NULL, starttime INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, user TEXT NOT NULL,
    endtime INTEGER, exitstatus TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS line (upid TEXT NOT NULL, n INTEGER NOT NULL, t TEXT NOT NULL, PRIMARY KEY (upid, n)) STRICT;
  CREATE TABLE IF NOT EXISTS volume (node TEXT NOT NULL, storage TEXT NOT NULL, volid TEXT NOT NULL,
    size INTEGER NOT NULL, ctime INTEGER NOT NULL, PRIMARY KEY (node, volid)) STRICT;
  CREATE TABLE IF NOT EXISTS token (id TEXT PRIMARY KEY, secret TEXT NOT NULL, grants TEXT NOT NULL) STRICT;`;

/** The data directory belongs to another process. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
}

/**
 * What the pretend cluster knows, in one SQLite file. The exclusive lock on that file is held for the life of the
 * process, so that the kernel gives it back when the process dies, however it dies.
 */
export class LabStore {
  private readonly db: DatabaseSync;

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    try {
      this.db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=NORMAL; BEGIN EXCLUSIVE; COMMIT');
    } catch {
      this.db.close();
      throw new DataDirInUse(`Another lab is running on this data directory (${file} is locked).`);
    }
    this.db.exec(SCHEMA);
  }

  close(): void {
    this.db.close();
  }

  containers(): StoredContainer[] {
    const rows = this.db.prepare('SELECT vmid, node, config FROM container ORDER BY vmid').all();
    return rows.map((row) => toContainer(row));
  }

  container(vmid: number): StoredContainer | null {
    const row = this.db.prepare('SELECT vmid, node, config FROM container WHERE vmid = ?').get(vmid);
    return row ? toContainer(row) : null;
  }

  putContainer({ vmid, node, config }: StoredContainer): void {
    this.db
      .prepare('INSERT OR REPLACE INTO container (vmid, node, config) VALUES (?, ?, ?)')
      .run(vmid, node, JSON.stringify(config));
  }

  deleteContainer(vmid: number): void {
    this.db.prepare('DELETE FROM container WHERE vmid = ?').run(vmid);
    this.db.prepare('DELETE FROM pool_member WHERE vmid = ?').run(vmid);
  }

  deleteContainers(): void {
    this.db.exec('DELETE FROM container; DELETE FROM pool_member');
  }

  putIntoPool(vmid: number, pool: string): void {
    this.db.prepare('INSERT OR REPLACE INTO pool_member VALUES (?, ?)').run(vmid, pool);
  }

  poolOf(vmid: number): string | null {
    const row = this.db.prepare('SELECT pool FROM pool_member WHERE vmid = ?').get(vmid);
    return row ? String(row['pool']) : null;
  }

  addTask(task: StoredTask): void {
    this.db
      .prepare('INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)')
      .run(task.upid, task.node, task.pid, task.pstart, task.starttime, task.type, task.id, task.user);
  }

  endTask(upid: string, endtime: number, exitstatus: string): void {
    this.db
      .prepare('UPDATE task SET endtime = ?, exitstatus = ? WHERE upid = ? AND exitstatus IS NULL')
      .run(endtime, exitstatus, upid);
  }

  /** A task without an end when the lab starts was running when it died. */
  endAbandonedTasks(endtime: number): void {
    this.db
      .prepare("UPDATE task SET endtime = ?, exitstatus = 'unexpected status' WHERE exitstatus IS NULL")
      .run(endtime);
  }

  task(upid: string): StoredTask | null {
    const row = this.db.prepare('SELECT * FROM task WHERE upid = ?').get(upid);
    return row ? toTask(row) : null;
  }

  tasks(node: string): StoredTask[] {
    const rows = this.db
      .prepare('SELECT * FROM task WHERE node = ? ORDER BY starttime DESC, rowid DESC')
      .all(node);
    return rows.map((row) => toTask(row));
  }

  addLine(upid: string, text: string): void {
    this.db
      .prepare('INSERT INTO line SELECT ?, coalesce(max(n), 0) + 1, ? FROM line WHERE upid = ?')
      .run(upid, text, upid);
  }

  lines(upid: string): string[] {
    const rows = this.db.prepare('SELECT t FROM line WHERE upid = ? ORDER BY n').all(upid);
    return rows.map((row) => String(row['t']));
  }

  /** A token that somebody was given, with its privileges by path. */
  token(id: string): StoredToken | null {
    const row = this.db.prepare('SELECT secret, grants FROM token WHERE id = ?').get(id);
    if (!row) return null;
    return {
      secret: String(row['secret']),
      grants: JSON.parse(String(row['grants'])) as StoredToken['grants'],
    };
  }

  putToken(id: string, { secret, grants }: StoredToken): void {
    this.db.prepare('INSERT OR REPLACE INTO token VALUES (?, ?, ?)').run(id, secret, JSON.stringify(grants));
  }

  /** Whether there was one. */
  deleteToken(id: string): boolean {
    return this.db.prepare('DELETE FROM token WHERE id = ?').run(id).changes > 0;
  }

  volumes(node: string, storage: string): StoredVolume[] {
    const rows = this.db
      .prepare('SELECT * FROM volume WHERE node = ? AND storage = ? ORDER BY volid')
      .all(node, storage);
    return rows.map((row) => ({
      node: String(row['node']),
      storage: String(row['storage']),
      volid: String(row['volid']),
      size: Number(row['size']),
      ctime: Number(row['ctime']),
    }));
  }

  putVolume(volume: StoredVolume): void {
    this.db
      .prepare('INSERT OR IGNORE INTO volume VALUES (?, ?, ?, ?, ?)')
      .run(volume.node, volume.storage, volume.volid, volume.size, volume.ctime);
  }
}

type Row = Record<string, unknown>;

function toContainer(row: Row): StoredContainer {
  return {
    vmid: Number(row['vmid']),
    node: String(row['node']),
    config: JSON.parse(String(row['config'])) as ContainerConfig,
  };
}

function toTask(row: Row): StoredTask {
  return {
    upid: String(row['upid']),
    node: String(row['node']),
    pid: Number(row['pid']),
    pstart: Number(row['pstart']),
    starttime: Number(row['starttime']),
    type: String(row['type']),
    id: String(row['id']),
    user: String(row['user']),
    endtime: row['endtime'] === null ? null : Number(row['endtime']),
    exitstatus: typeof row['exitstatus'] === 'string' ? row['exitstatus'] : null,
  };
}
