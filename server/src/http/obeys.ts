import { registerDecorator, validateSync } from 'class-validator';
import type { FieldProblem } from '../../../schema/rules/problem.js';

type Rule = (value: never) => readonly FieldProblem[];
const NAME = 'obeys';

/** Checks a property by a function of `schema/rules`, which is where the client's forms take it from too. */
export function Obeys(rule: Rule): PropertyDecorator {
  const problemsOf = (value: unknown) => rule(value as never);
  return (target, property) => {
    registerDecorator({
      name: NAME,
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => problemsOf(value).length === 0,
        // A validator can say one text about a property; a rule may have found several problems in it.
        defaultMessage: (failed) => JSON.stringify(problemsOf(failed?.value)),
      },
    });
  };
}

/** What is wrong with arguments whose properties obey rules. Properties that no rule is for are refused. */
export function problemsIn(args: object): FieldProblem[] {
  const errors = validateSync(args, { whitelist: true, forbidNonWhitelisted: true });
  return errors.flatMap(({ property, constraints }) => {
    const found = constraints?.[NAME];
    if (found !== undefined) return JSON.parse(found) as FieldProblem[];
    return [{ field: property, code: 'FIELD.UNKNOWN', reason: 'There is no such field.' }];
  });
}
