interface Named {
  readonly name: string;
}

/** Scripts in the order that was chosen; those that it does not name come behind, as in the template. */
export function inOrder<T extends Named>(scripts: readonly T[], order: readonly string[]): T[] {
  const placed = order.flatMap((name) => scripts.filter((script) => script.name === name));
  return [...placed, ...scripts.filter(({ name }) => !order.includes(name))];
}

/** The order with one script moved by so many places; unchanged where it would leave the list. */
export function moved(order: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const target = order.indexOf(name) + by;
  if (target < 0 || target >= order.length) return order;
  return order.filter((other) => other !== name).toSpliced(target, 0, name);
}
