/** What a decider answers: the facts to record (none if everything is recorded already), or a stable code. */
export type Decision<Event, Rejection> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export function accepted<Event>(...events: Event[]): { readonly kind: 'accepted'; readonly events: Event[] } {
  return { kind: 'accepted', events };
}

export function rejected<Rejection>(rejection: Rejection): {
  readonly kind: 'rejected';
  readonly rejection: Rejection;
} {
  return { kind: 'rejected', rejection };
}
