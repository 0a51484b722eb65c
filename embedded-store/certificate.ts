import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import type { DataDirectory } from './data-directory.js';

const DAY_MS = 24 * 3600 * 1000;
const VALID_MS = 3650 * DAY_MS;
/** A certificate that would expire while the store runs is replaced at its start. */
const RENEW_MS = 365 * DAY_MS;
const CERTIFICATE = 'tls-ca.pem';
const KEY = 'tls-key.pem';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** What `tlsCAFile` of a connection string names: the certificate vouches for itself. */
  readonly file: string;
}

/** The certificate of the data directory; made at the first start, and kept so that clients can reconnect. */
export async function certificateOf(directory: DataDirectory): Promise<Certificate> {
  const file = directory.file(CERTIFICATE);
  const [certificate, key] = [directory.read(CERTIFICATE), directory.read(KEY)];
  if (certificate && key && isUsable(certificate)) return { certificate, key, file };
  const made = await make();
  directory.write(KEY, made.key);
  directory.write(CERTIFICATE, made.certificate);
  return { ...made, file };
}

function isUsable(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).validToDate.getTime() > Date.now() + RENEW_MS;
  } catch {
    return false;
  }
}

async function make(): Promise<{ certificate: string; key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certificate: cert, key };
}
