/**
 * Words as a POSIX shell reads back exactly (XCU 2.2.2: nothing is special between single quotes). SSH has no argument
 * list, only one command line, so this is the one place where arguments become text.
 */
export function shellWords(argv: readonly string[]): string {
  return argv.map(quote).join(' ');
}

function quote(word: string): string {
  if (word.includes('\0')) throw new Error('An argument cannot hold a NUL byte.');
  return /^[A-Za-z0-9_/.:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
