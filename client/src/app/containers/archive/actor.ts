import { computed, inject } from '@angular/core';
import type { Signal } from '@angular/core';
import { Session } from '../../accounts/session.js';

/** Names who did something, as people say it. Call it while injecting. */
export function actorNames(): Signal<(actor: string) => string> {
  const account = inject(Session).account;
  return computed(() => {
    const { id, name } = account() ?? { id: '', name: '' };
    return (actor) => nameOf(actor, { id, name });
  });
}

function nameOf(actor: string, me: { readonly id: string; readonly name: string }): string {
  const [kind, ...rest] = actor.split(':');
  const id = rest.join(':');
  if (kind === 'worker') return 'Infrahaus';
  if (kind === 'account') return id === me.id ? me.name : `Account ${short(id)}`;
  return kind === 'token' ? `API token ${short(id)}` : actor;
}

function short(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
