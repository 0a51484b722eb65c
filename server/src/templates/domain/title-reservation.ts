/** What is recorded in `templateTitle-{hash}` and `bucketTitle-{hash}`: that makes titles unique. */
export type TitleEvent =
  | { readonly type: 'TitleReserved'; readonly data: { readonly owner: string } }
  | { readonly type: 'TitleReleased'; readonly data: { readonly owner: string } };

export type TitleCommand =
  | { readonly type: 'ReserveTitle'; readonly owner: string }
  /** Takes it from an owner who is known not to use it: the process may have died between two of its steps. */
  | { readonly type: 'TakeTitleOver'; readonly owner: string; readonly from: string }
  | { readonly type: 'ReleaseTitle'; readonly owner: string };

export type TitleState = { readonly owner: string; readonly since: string } | null;

type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly TitleEvent[] }
  | { readonly kind: 'rejected'; readonly rejection: 'TITLE_TAKEN' };

export const titleDecider = {
  initialState: null as TitleState,
  eventTypes: ['TitleReserved', 'TitleReleased'] as const,
  evolve: (_state: TitleState, { type, data }: TitleEvent, { at }: { readonly at: string }): TitleState =>
    type === 'TitleReserved' ? { owner: data.owner, since: at } : null,
  decide(command: TitleCommand, state: TitleState): Decision {
    const { owner } = command;
    const accept = (...events: TitleEvent[]): Decision => ({ kind: 'accepted', events });
    if (command.type === 'ReleaseTitle') {
      return state?.owner === owner ? accept({ type: 'TitleReleased', data: { owner } }) : accept();
    }
    if (state?.owner === owner) return accept();
    const mayTake = state === null || (command.type === 'TakeTitleOver' && state.owner === command.from);
    if (!mayTake) return { kind: 'rejected', rejection: 'TITLE_TAKEN' };
    return accept({ type: 'TitleReserved', data: { owner } });
  },
};

/** Two titles that people would take for the same are the same. */
export function comparableTitle(title: string): string {
  return title.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
