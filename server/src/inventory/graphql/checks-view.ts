import type { Check as CheckView, CheckState } from '../../../../schema/generated/server.js';
import type { Check } from '../../../../schema/rules/check.js';
import { worstOf } from '../../../../schema/rules/check.js';

const STATE = { pass: 'PASS', warn: 'WARN', fail: 'FAIL' } as const satisfies Record<
  Check['state'],
  CheckState
>;

/** Checks as the contract shows them, with the worst state among them. */
export function checksView(checks: readonly Check[]): { state: CheckState; checks: CheckView[] } {
  return {
    state: STATE[worstOf(checks)],
    checks: checks.map((check) => ({ ...check, state: STATE[check.state] })),
  };
}
