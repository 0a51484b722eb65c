import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { signedIn, signedOut } from './guards.js';

const admin = { id: 'a', name: 'admin' };

/** Where a person ends up who opens an address. */
async function open(url: string, viewer: typeof admin | null, setupRequired = false, answers = true) {
  const api = new FakeApi({
    Viewer: () => {
      if (!answers) throw new RequestFailed('Infrahaus does not answer.', 'offline');
      return { installation: { setupRequired, version: '1' }, viewer };
    },
  });
  TestBed.configureTestingModule({
    providers: [
      api.provider,
      provideRouter([
        { path: 'sign-in', canActivate: [signedOut], children: [] },
        { path: 'setup', children: [] },
        { path: '', canActivate: [signedIn], children: [{ path: '**', children: [] }] },
      ]),
    ],
  });
  const router = TestBed.inject(Router);
  await router.navigateByUrl(url);
  return router.url;
}

describe('The way in', () => {
  it('lets people who are signed in pass', async () => {
    expect(await open('/containers/new?step=review', admin)).toBe('/containers/new?step=review');
  });

  it('asks others to sign in, and remembers where they wanted to go', async () => {
    expect(await open('/containers/c1', null)).toBe('/sign-in?returnTo=%2Fcontainers%2Fc1');
  });

  it('leads to the setup of a new installation', async () => {
    expect(await open('/containers', null, true)).toBe('/setup');
    TestBed.resetTestingModule();
    expect(await open('/sign-in', null, true)).toBe('/setup');
  });

  it('takes the one-time code of the printed address along, whoever is signed in', async () => {
    expect(await open('/#setup=abc', null, true)).toBe('/setup#setup=abc');
    TestBed.resetTestingModule();
    expect(await open('/#setup=abc', admin)).toBe('/setup#setup=abc');
  });

  it('keeps people who are signed in away from the sign-in page', async () => {
    expect(await open('/sign-in', admin)).toBe('/containers');
  });

  it('shows the sign-in page, which says why, when nobody answers', async () => {
    expect(await open('/nodes', null, false, false)).toBe('/sign-in?returnTo=%2Fnodes');
  });
});
