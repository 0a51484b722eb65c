import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Failed attempts that one address may make, and the seconds after which they are forgotten. */
const PER_ADDRESS = { points: 10, duration: 5 * 60 };
/** More than an address may: whoever guesses from outside should not so easily lock the person out. */
const PER_NAME = { points: 50, duration: 15 * 60 };

/** Limits guessing. An attempt is counted before it is checked, so that many at once gain nothing. */
@Injectable()
export class SignInLimits {
  private readonly addresses = new RateLimiterMemory({ ...PER_ADDRESS, keyPrefix: 'address' });
  private readonly names = new RateLimiterMemory({ ...PER_NAME, keyPrefix: 'name' });

  /** Seconds to wait, or 0 if the attempt may be made. */
  async attempt(address: string, name: string): Promise<number> {
    const waits = await Promise.all([
      consume(this.addresses, network(address)),
      consume(this.names, name.toLowerCase().slice(0, 100)),
    ]);
    return Math.max(...waits);
  }

  /** A correct attempt does not count against anybody. */
  async succeeded(address: string, name: string): Promise<void> {
    await Promise.all([
      this.addresses.reward(network(address)),
      this.names.reward(name.toLowerCase().slice(0, 100)),
    ]);
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

/** One customer usually has a whole /64 of IPv6 addresses. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':');
}
