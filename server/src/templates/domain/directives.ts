import { MAX_SCRIPT_SECONDS } from '../../../../schema/rules/template.js';
import type { ScriptOptions } from './template.js';

const DEFAULT_TIMEOUT_SECONDS = 3600;

/**
 * What a comment line `# infrahaus: optional off idempotent timeout=600` in a script or package file says. The format of the
 * seed has no place for it; other programs see a comment.
 */
export function directives(text: string): ScriptOptions {
  const words = [...text.matchAll(/^\s*#\s*infrahaus:\s*(.*)$/gm)].flatMap(([, line = '']) =>
    line.split(/[\s,]+/),
  );
  const timeout = Number(words.find((word) => /^timeout=\d{1,6}$/.test(word))?.slice('timeout='.length));
  return {
    enabled: !words.includes('off'),
    optional: words.includes('optional'),
    idempotent: words.includes('idempotent'),
    timeoutSeconds: timeout > 0 ? Math.min(timeout, MAX_SCRIPT_SECONDS) : DEFAULT_TIMEOUT_SECONDS,
  };
}

/** The first comment of a script that is neither the interpreter's line nor a directive. */
export function summaryOf(script: string): string {
  const comments = [...script.matchAll(/^#(?!!)[ \t]*(.*)$/gm)].map(([, comment = '']) => comment.trim());
  return comments.find((comment) => comment !== '' && !comment.startsWith('infrahaus:')) ?? '';
}

/** The comment line that says the same, or null if nothing differs from what holds without one. */
export function directiveLine(options: Partial<ScriptOptions>): string | null {
  const { enabled = true, optional = false, idempotent = false, timeoutSeconds } = options;
  const words = [enabled ? [] : 'off', optional ? 'optional' : [], idempotent ? 'idempotent' : []].flat();
  if (timeoutSeconds !== undefined && timeoutSeconds !== DEFAULT_TIMEOUT_SECONDS)
    words.push(`timeout=${String(timeoutSeconds)}`);
  return words.length === 0 ? null : `# infrahaus: ${words.join(' ')}`;
}
