import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';

/**
 * The values of a command's options. Throws with one sentence, in which no argument is repeated: it may be a
 * connection string with its password.
 */
export function valuesOf<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Error(`${sentenceOf(error)} (see eventstore --help).`, { cause: error });
  }
}

function sentenceOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return 'There is an argument that belongs to no option';
  // What follows are hints that fill several lines.
  return message.split(/[.\n]/, 1)[0] ?? message;
}

export function required(value: string | undefined, otherwise: string): string {
  if (value === undefined || value === '') throw new Error(otherwise);
  return value;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
