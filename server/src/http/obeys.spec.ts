import type { FieldProblem } from '../../../schema/rules/problem.js';
import { Obeys, problemsIn } from './obeys.js';

const tooShort = (name: string): FieldProblem[] =>
  name.length < 3 ? [{ field: 'input.name', code: 'NAME.SHORT', reason: 'Too short.' }] : [];

class Args {
  @Obeys(tooShort)
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

describe('arguments that obey rules', () => {
  it('should be told every problem that the rule finds, and none where there is none', () => {
    expect(problemsIn(new Args('fine'))).toEqual([]);
    expect(problemsIn(new Args('x'))).toEqual([
      { field: 'input.name', code: 'NAME.SHORT', reason: 'Too short.' },
    ]);
  });

  it('should be refused with properties that no rule is for', () => {
    const problems = problemsIn(Object.assign(new Args('fine'), { other: 1 }));
    expect(problems).toEqual([{ field: 'other', code: 'FIELD.UNKNOWN', reason: 'There is no such field.' }]);
  });
});
