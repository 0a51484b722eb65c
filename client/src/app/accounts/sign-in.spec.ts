import { TestBed } from '@angular/core/testing';
import { NavigationEnd, provideRouter, Router } from '@angular/router';
import { filter, firstValueFrom } from 'rxjs';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { SignIn } from './sign-in.js';

const installation = { setupRequired: false, version: '1' };
const stranger = { installation, viewer: null };
const known = { installation, viewer: { id: 'a', name: 'admin' } };

async function signIn(answer: () => unknown, returnTo?: string) {
  let viewer: object = stranger;
  const api = new FakeApi({
    SignIn: () => {
      viewer = known;
      return answer();
    },
    Viewer: () => viewer,
  });
  const { page } = shown(api, returnTo);
  await page.settle();
  await page.type('sign-in-password', 'correct horse battery');
  await page.click('sign-in-submit');
  return { api, page, url: TestBed.inject(Router).url };
}

function shown(api: FakeApi, returnTo?: string) {
  TestBed.configureTestingModule({
    providers: [
      api.provider,
      provideRouter([
        { path: 'containers', children: [] },
        { path: 'nodes', children: [] },
      ]),
    ],
  });
  const fixture = TestBed.createComponent(SignIn);
  fixture.componentRef.setInput('returnTo', returnTo);
  return { page: new Page(fixture) };
}
const accepted = () => ({ signIn: { __typename: 'SignedIn', account: { id: 'a', name: 'admin' } } });

describe('The sign-in page', () => {
  it('signs in and goes back to where the person wanted to go', async () => {
    const { api, url } = await signIn(accepted, '/nodes');
    expect(api.variablesOf('SignIn')).toEqual({
      input: { name: 'admin', password: 'correct horse battery' },
    });
    expect(url).toBe('/nodes');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example'])(
    'does not let a link send people to %s',
    async (returnTo) => {
      expect((await signIn(accepted, returnTo)).url).toBe('/containers');
    },
  );

  it('says that it was refused', async () => {
    const refusal = {
      __typename: 'SignInRefused',
      message: 'Name or password is wrong.',
      retryAfterSeconds: 0,
    };
    const { page, url } = await signIn(() => ({ signIn: refusal }));
    expect(page.text).toContain('Name or password is wrong.');
    expect(url).toBe('/');
  });

  it('says what to do when nobody answers', async () => {
    const { page } = await signIn(() => {
      throw new RequestFailed('Infrahaus does not answer.', 'offline');
    });
    expect(page.text).toContain('Infrahaus does not answer.');
  });

  it('lets people who are signed in go on, as soon as somebody answers who they are', async () => {
    let asked = 0;
    const Viewer = () => {
      asked += 1;
      if (asked === 1) throw new RequestFailed('Infrahaus does not answer.', 'offline');
      return known;
    };
    const { page } = shown(new FakeApi({ Viewer }), '/nodes');
    const { events } = TestBed.inject(Router);
    const arrived = firstValueFrom(events.pipe(filter((event) => event instanceof NavigationEnd)));
    await page.settle();
    expect(page.text).toContain('Infrahaus does not answer.');
    expect((await arrived).urlAfterRedirects).toBe('/nodes');
  });
});
