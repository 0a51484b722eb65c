import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as 43 characters. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 128 random bits as 32 hex digits: ids that cannot be guessed and fit into names of streams. */
export function randomId(): string {
  return randomBytes(16).toString('hex');
}

/** One round of SHA-256 is enough for a secret of 256 random bits: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function secretMatches(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash));
}
