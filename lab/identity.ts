import { X509Certificate, createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import ssh2 from 'ssh2';

/** Everything by which a client recognises a node and is let in; random, made once per data directory, kept there. */
export interface NodeIdentity {
  readonly sshPassword: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly tlsKey: string;
  readonly tlsCertificate: string;
  readonly sshHostKey: string;
  /** A private key that may log in. */
  readonly sshLoginKey: string;
  /** The port that was free last time; taken again if it still is. */
  apiPort: number;
  sshPort: number;
}

const TOKEN_ID = 'infrahaus@pve!lab';

/** Where the lab's own controls listen, and what opens them. */
interface AdminIdentity {
  readonly secret: string;
  port: number;
}

export interface Identities {
  readonly nodes: readonly NodeIdentity[];
  readonly admin: AdminIdentity;
}

/** The identities of `count` nodes, read from the data directory or made there. */
export async function nodeIdentities(dataDir: string, count: number): Promise<NodeIdentity[]> {
  const known = (read(join(dataDir, 'identity.json')) ?? []) as NodeIdentity[];
  const tokenSecret = known[0]?.tokenSecret ?? randomUUID();
  const missing = Math.max(0, count - known.length);
  const made = await Promise.all(Array.from({ length: missing }, () => newIdentity(tokenSecret)));
  return [...known, ...made].slice(0, count);
}

export function adminIdentity(dataDir: string): AdminIdentity {
  const fresh: AdminIdentity = { secret: randomBytes(24).toString('base64url'), port: 0 };
  return (read(join(dataDir, 'admin.json')) ?? fresh) as AdminIdentity;
}

export function saveIdentities(dataDir: string, { nodes, admin }: Identities): void {
  const file = join(dataDir, 'identity.json');
  const others = ((read(file) ?? []) as NodeIdentity[]).slice(nodes.length);
  writePrivateFile(file, JSON.stringify([...nodes, ...others], null, 2));
  writePrivateFile(join(dataDir, 'admin.json'), JSON.stringify(admin, null, 2));
}

/** A file that an earlier lab has written here. */
function read(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Writes a file that only its owner may read; a reader sees the old content or the new one, never a part. */
export function writePrivateFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, path);
}

/** The cluster has one user database, so both nodes know the same token. */
async function newIdentity(tokenSecret: string): Promise<NodeIdentity> {
  const tls = await generate([{ name: 'commonName', value: 'infrahaus-lab' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 10 * 365 * 24 * 3600 * 1000),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return {
    sshPassword: randomBytes(18).toString('base64url'),
    tokenId: TOKEN_ID,
    tokenSecret,
    tlsKey: tls.private,
    tlsCertificate: tls.cert,
    sshHostKey: newSshKey(),
    sshLoginKey: newSshKey(),
    apiPort: 0,
    sshPort: 0,
  };
}

/** A private key. About one in a thousand that ssh2 makes cannot be read again by itself, so it is tried out. */
export function newSshKey(): string {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
  throw new Error('no SSH key could be made');
}

/** SHA-256 of the certificate as Proxmox VE prints it: `AA:BB:…`. */
export function tlsFingerprint(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256;
}

/** SHA-256 of the public host key as OpenSSH prints it: `SHA256:…`. */
export function sshFingerprint(hostKey: string): string {
  const key = ssh2.utils.parseKey(hostKey);
  if (key instanceof Error) throw key;
  const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
