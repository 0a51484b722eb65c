/** What a decider answers: the facts to record (none if everything is recorded already), or a stable code. */
export type Decision<Event, Refusal extends string> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'refused'; readonly reason: Refusal };

export function accepted<Event>(...events: Event[]): { readonly kind: 'accepted'; readonly events: Event[] } {
  return { kind: 'accepted', events };
}

export function refused<Refusal extends string>(
  reason: Refusal,
): { readonly kind: 'refused'; readonly reason: Refusal } {
  return { kind: 'refused', reason };
}
