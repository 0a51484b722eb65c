import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** OWASP's recommendation for scrypt (Password Storage Cheat Sheet): 2^17 blocks of 1 KiB, about 128 MiB. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
const MAX_MEMORY = 256 * 1024 * 1024;

/** Hashes passwords, one at a time: a burst of attempts then costs time, not memory. */
@Injectable()
export class PasswordHasher {
  private last: Promise<unknown> = Promise.resolve();
  private decoy?: Promise<string>;

  /** `scrypt$N$r$p$salt$hash`; the parameters travel with the hash, so that they can grow. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const hash = await this.derive(password, salt, COST);
    return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), hash.toString('base64')].join('$');
  }

  /** With no hash it works just as long and says no: the time does not tell whether a name exists. */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const parsed = parse(stored ?? (await (this.decoy ??= this.hash(randomBytes(16).toString('hex')))));
    const hash = await this.derive(password, parsed.salt, parsed.cost);
    return timingSafeEqual(hash, parsed.hash) && stored !== null;
  }

  private derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
    const turn = this.last.then(() => scryptOf(password, salt, cost));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

function scryptOf(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { ...cost, maxmem: MAX_MEMORY }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function parse(stored: string): { cost: typeof COST; salt: Buffer; hash: Buffer } {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) {
    throw new Error('A stored password hash has an unknown format.');
  }
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
