import { inject } from '@angular/core';
import type { CanActivateFn } from '@angular/router';
import { RedirectCommand, Router } from '@angular/router';
import { Session } from './session.js';

/** Lets people who are signed in pass; others go to the sign-in page, or to the setup of a new installation. */
export const signedIn: CanActivateFn = async (route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  if (route.fragment?.startsWith('setup=')) return toSetup(router, route.fragment);
  try {
    await session.load();
  } catch {
    return to(router, '/sign-in', { returnTo: state.url });
  }
  if (session.account()) return true;
  return session.setupRequired() ? toSetup(router) : to(router, '/sign-in', { returnTo: state.url });
};

/** Keeps people who are signed in away from the sign-in page. */
export const signedOut: CanActivateFn = async (route) => {
  const session = inject(Session);
  const router = inject(Router);
  if (route.fragment?.startsWith('setup=')) return toSetup(router, route.fragment);
  try {
    await session.load();
  } catch {
    return true; // the page itself says that nobody answers
  }
  if (session.account()) return to(router, '/containers');
  return session.setupRequired() ? toSetup(router) : true;
};

function to(router: Router, path: string, queryParams?: Record<string, string>): RedirectCommand {
  return new RedirectCommand(router.createUrlTree([path], queryParams ? { queryParams } : {}), {
    replaceUrl: true,
  });
}

function toSetup(router: Router, fragment?: string): RedirectCommand {
  const tree = router.createUrlTree(['/setup'], fragment ? { fragment } : {});
  return new RedirectCommand(tree, { replaceUrl: true });
}
