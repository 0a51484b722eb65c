/** Shorter values would mask half of every log. */
export const SHORTEST = 4;
/** Longer forms are known by their parts, so that the table of beginnings stays small. */
const LONGEST = 128;

/** Every way in which a secret is likely to be printed, each line of it for itself. */
export function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= SHORTEST);
  // What encodes a file encodes its line ends too.
  const whole = lines.length > 1 ? [...base64Forms(secret), ...base64Forms(`${secret}\n`)] : [];
  const forms = [...lines.flatMap((line) => [...plainForms(line), ...base64Forms(line)]), ...whole];
  return [...new Set(forms.flatMap(parts))].filter((form) => form.length >= SHORTEST);
}

function plainForms(line: string): string[] {
  return [line, ...urlForms(line), ...shellForms(line), ...hexForms(line), JSON.stringify(line).slice(1, -1)];
}

/** So many bytes of a dump of a secret are masked wherever they stand together. */
const DUMPED_BYTES = 4;

/**
 * As `xxd -p` writes it in one piece, and as `od -tx1`, `hexdump -C` and `xxd` do: bytes or pairs of them, broken and
 * numbered after every 16, wherever the secret begins. So any few bytes of it that follow each other are known. `od -x`
 * and `hexdump` write the words of a little-endian processor: pairs with the second byte first.
 */
function hexForms(line: string): string[] {
  const bytes = [...Buffer.from(line)].map((byte) => byte.toString(16).padStart(2, '0'));
  const whole = bytes.join('');
  const forms = [whole, whole.toUpperCase()];
  if (bytes.length > LONGEST) return forms;
  for (let at = 0; at + DUMPED_BYTES <= bytes.length; at++) {
    const [a = '', b = '', c = '', d = ''] = bytes.slice(at, at + DUMPED_BYTES);
    forms.push([a, b, c, d].join(' '), `${a}${b} ${c}${d}`, `${b}${a} ${d}${c}`);
  }
  return forms;
}

/** As a part of a URL and as a form sends it, with hexadecimal digits of either case. */
function urlForms(line: string): string[] {
  const lenient = encodeURIComponent(line.toWellFormed());
  const strict = lenient.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [lenient, strict, strict.replaceAll('%20', '+')];
  return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]);
}

/** As `set -x` and `printf %q` write it: in single quotes, with backslashes, or in the `$'…'` of bash. */
function shellForms(line: string): string[] {
  return [
    line.replaceAll("'", `'\\''`),
    line.replace(/[^A-Za-z0-9_@%+=:,./-]/g, '\\$&'),
    line.replaceAll('\\', '\\\\').replaceAll("'", `\\'`).replaceAll('\t', '\\t'),
    line.replace(/[\\"$`]/g, '\\$&'),
  ];
}

/** The part of a value's base64 that does not depend on what stands around it, for each of the three alignments. */
function base64Forms(value: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + value)
      .toString('base64')
      .replace(/=+$/, '');
    const stable = encoded.slice(Math.ceil((shift * 4) / 3), -2);
    if (stable.length < SHORTEST * 2) return [];
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function parts(form: string): string[] {
  if (form.length <= LONGEST) return [form];
  const count = Math.ceil(form.length / LONGEST);
  const size = Math.ceil(form.length / count);
  return Array.from({ length: count }, (_, index) => form.slice(index * size, (index + 1) * size));
}
