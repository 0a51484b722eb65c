import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { SignIn } from './sign-in.js';

const viewer = { installation: { setupRequired: false, version: '1' }, viewer: { id: 'a', name: 'admin' } };

async function signIn(answer: () => unknown, returnTo?: string) {
  const api = new FakeApi({ SignIn: answer, Viewer: () => viewer });
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
  const page = new Page(fixture);
  await page.settle();
  await page.type('sign-in-password', 'correct horse battery');
  await page.click('sign-in-submit');
  return { api, page, url: TestBed.inject(Router).url };
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
});
