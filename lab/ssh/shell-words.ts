/** A command line that asks for more than words: nothing on the host executes that. */
export class NotPlainWords extends Error {
  override readonly name = 'NotPlainWords';
}

/** Characters that a shell would act on when they stand unquoted (POSIX, Shell Command Language, 2.2 and 2.3). */
const SPECIAL = /[|&;<>()$`*?[\]#~{}!\n\r]/;
/** Behind a backslash in double quotes only these lose their meaning; before others the backslash stays. */
const ESCAPABLE_IN_DOUBLE_QUOTES = '$`"\\';

/**
 * Splits a command line into words by the rules of a POSIX shell: quotes, backslashes, blanks. It expands and executes
 * nothing; what a shell would expand or execute is refused.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === ' ' || char === '\t') {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
      continue;
    }
    const part = readPart(line, at);
    word = (word ?? '') + part.text;
    at = part.next;
  }
  return word === null ? words : [...words, word];
}

interface Part {
  readonly text: string;
  readonly next: number;
}

function readPart(line: string, at: number): Part {
  const char = line.charAt(at);
  switch (char) {
    case "'":
      return singleQuoted(line, at + 1);
    case '"':
      return doubleQuoted(line, at + 1);
    case '\\':
      if (at + 1 >= line.length) throw new NotPlainWords('a backslash at the end');
      return { text: line[at + 1] === '\n' ? '' : line.charAt(at + 1), next: at + 2 };
    default:
      if (SPECIAL.test(char)) throw new NotPlainWords(`an unquoted ${JSON.stringify(char)}`);
      return { text: char, next: at + 1 };
  }
}

function singleQuoted(line: string, start: number): Part {
  const end = line.indexOf("'", start);
  if (end < 0) throw new NotPlainWords('an unterminated quoted string');
  return { text: line.slice(start, end), next: end + 1 };
}

function doubleQuoted(line: string, start: number): Part {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '"') return { text, next: at + 1 };
    if (char === '$' || char === '`') throw new NotPlainWords(`an expansion (${char})`);
    const next = line.charAt(at + 1);
    if (char === '\\' && next !== '' && ESCAPABLE_IN_DOUBLE_QUOTES.includes(next)) {
      text += next;
      at += 1;
    } else text += char;
  }
  throw new NotPlainWords('an unterminated quoted string');
}
