import { once } from 'node:events';
import { Transform } from 'node:stream';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandEffect } from '../faults/fault.js';
import type { CommandIo } from './command.js';

const SLICES_PER_SECOND = 10;
const NOISE = `${'noise '.repeat(13).trim()}\n`;
/** As a program writes into a pipe: not each line by itself. */
const LINES_PER_WRITE = 50;

/** Runs a command with what is to go wrong with it. `breakConnection` ends the client's connection abruptly. */
export async function runWithFaults(
  effects: readonly CommandEffect[],
  io: CommandIo,
  breakConnection: () => void,
  run: (io: CommandIo) => Promise<number>,
): Promise<number> {
  let stdout: Writable = io.stdout;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'exit':
        io.stderr.write(effect.stderr === undefined ? '' : `${effect.stderr}\n`);
        return effect.code;
      case 'delay':
        await delay(effect.ms);
        break;
      case 'flood':
        await flood(stdout, effect.lines);
        break;
      case 'throttle':
        stdout = through(stdout, throttled(effect.bytesPerSecond));
        break;
      case 'cut':
        stdout = through(stdout, limited(effect.bytes, breakConnection));
        break;
      case 'freeze':
        stdout = through(
          stdout,
          limited(effect.bytes, () => undefined),
        );
        break;
    }
  }
  const code = await run({ ...io, stdout });
  if (stdout !== io.stdout) await drained(stdout, io.stdout);
  return code;
}

async function flood(stdout: Writable, lines: number): Promise<void> {
  for (let left = lines; left > 0 && !stdout.destroyed; left -= LINES_PER_WRITE) {
    if (!stdout.write(NOISE.repeat(Math.min(left, LINES_PER_WRITE))))
      await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]);
  }
}

/** Puts a filter before a stream; the end of that stream is the end of the filter. */
function through(target: Writable, filter: Transform): Transform {
  filter.on('error', () => undefined);
  filter.pipe(target, { end: false });
  finished(target)
    .catch(() => undefined)
    .finally(() => filter.destroy());
  return filter;
}

async function drained(filter: Writable, target: Writable): Promise<void> {
  filter.end();
  await Promise.race([finished(filter, { readable: true }).catch(() => undefined), once(target, 'close')]);
}

function throttled(bytesPerSecond: number): Transform {
  const slice = Math.max(1, Math.floor(bytesPerSecond / SLICES_PER_SECOND));
  const trickle = async (filter: Transform, chunk: Buffer): Promise<void> => {
    for (let at = 0; at < chunk.length && !filter.destroyed; at += slice) {
      await delay(1000 / SLICES_PER_SECOND);
      filter.push(chunk.subarray(at, at + slice));
    }
  };
  return new Transform({
    transform(this: Transform, chunk: Buffer, _encoding, done) {
      trickle(this, chunk).then(() => {
        done();
      }, done);
    },
  });
}

/** Lets so many bytes pass, and then never says that it is done. */
function limited(bytes: number, onLimit: () => void): Transform {
  let left = bytes;
  return new Transform({
    transform(this: Transform, chunk: Buffer, _encoding, done) {
      this.push(chunk.subarray(0, left));
      if (chunk.length < left) {
        left -= chunk.length;
        done();
        return;
      }
      left = 0;
      // After what has passed is on its way.
      setImmediate(onLimit);
    },
  });
}
