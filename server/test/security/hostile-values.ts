/** A file that exists once something was executed that should not have been. */
export const MARK = '/tmp/infrahaus-injected';

const COMMANDS = [
  `$(touch ${MARK})`,
  `\`touch ${MARK}\``,
  `; touch ${MARK};`,
  `| touch ${MARK}`,
  `& touch ${MARK} &`,
  `&& touch ${MARK}`,
  `|| touch ${MARK}`,
  `\ntouch ${MARK}\n`,
  `\r\ntouch ${MARK}\r\n`,
  `' ; touch ${MARK} ; '`,
  `" ; touch ${MARK} ; "`,
  `'"; touch ${MARK}; #`,
  `\${IFS}$(touch\${IFS}${MARK})`,
  `>${MARK}`,
  `<(touch ${MARK})`,
  `{touch,${MARK}}`,
  `\\$(touch ${MARK})`,
  `$'\\n'touch ${MARK}`,
  `%0atouch ${MARK}`,
  `\ttouch ${MARK}`,
  `a[$(touch ${MARK})]`,
  `x=$(touch ${MARK})`,
];
const AROUND = [
  '',
  'nginx',
  '-',
  '--',
  '../',
  '/etc/',
  '~',
  '*',
  '!',
  '#',
  '%',
  '=',
  '@',
  'a b',
  '\u202e',
  'ü',
  '\\',
  '-oProxyCommand=',
];
const OPTIONS = [
  '--pre-invoke',
  '-oDPkg::Pre-Invoke::=touch',
  '--allow-untrusted',
  '-rf',
  '--',
  '-',
  '--help',
  '../../etc/passwd',
  '/',
  '.',
  '..',
  '',
  ' ',
  '\0',
  '\n',
  '\u2028',
  'nginx-',
  'nginx+',
  '$HOME',
  '~root',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
];

/** So many hostile values, the same for the same seed. */
export function hostileValues(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, (_, index) => {
    const plain = index < OPTIONS.length ? OPTIONS[index]! : null;
    return plain ?? `${one(AROUND)}${one(COMMANDS)}${random() < 0.5 ? one(AROUND) : one(COMMANDS)}`;
  });
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
