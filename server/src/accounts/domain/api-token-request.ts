import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { hasControlCharacter } from '../../../../schema/rules/problem.js';

/** Everything that is wrong with a token to be made, in the order of the input's fields. */
export function apiTokenProblems(
  request: { name: string; scopes: readonly string[]; expiresAt: number | null },
  now: number,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (request.name.length < 1 || request.name.length > 60 || hasControlCharacter(request.name)) {
    const reason = 'Give the token a name of 1 to 60 characters.';
    problems.push({ field: 'name', code: 'TOKEN.NAME', reason });
  }
  if (request.scopes.length === 0) {
    const reason = 'Choose at least one thing that the token may do.';
    problems.push({ field: 'scopes', code: 'TOKEN.NO_SCOPE', reason });
  }
  if (request.expiresAt !== null && !(request.expiresAt > now)) {
    const reason = 'The token must expire in the future.';
    problems.push({ field: 'expiresAt', code: 'TOKEN.EXPIRED', reason });
  }
  return problems;
}
