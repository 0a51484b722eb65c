import { Location } from '@angular/common';
import { TestBed } from '@angular/core/testing';
import { ActivatedRoute, provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { Setup } from './setup.js';

const signedIn = { __typename: 'SignedIn', account: { id: 'a', name: 'admin' } };
const viewer = {
  installation: { setupRequired: false, version: '1' },
  viewer: { id: 'a', name: 'admin' },
};

async function open(fragment: string | null, result: unknown = signedIn) {
  const api = new FakeApi({ RedeemSetupCode: () => ({ redeemSetupCode: result }), Viewer: () => viewer });
  TestBed.configureTestingModule({
    providers: [
      api.provider,
      provideRouter([{ path: 'containers', children: [] }]),
      { provide: ActivatedRoute, useValue: { snapshot: { fragment } } },
    ],
  });
  const page = new Page(TestBed.createComponent(Setup));
  await page.settle();
  return { api, page };
}

describe('The setup page', () => {
  it('redeems the code of the link, sets the password and goes to the containers', async () => {
    const { api, page } = await open('setup=abc-123');
    expect(page.all('setup-code')).toEqual([]);
    await page.type('setup-password', 'correct horse battery');
    await page.click('setup-submit');
    expect(api.variablesOf('RedeemSetupCode')).toEqual({
      input: { code: 'abc-123', password: 'correct horse battery' },
    });
    expect(TestBed.inject(Router).url).toBe('/containers');
  });

  it('does not leave the code in the address', async () => {
    await open('setup=abc-123');
    expect(TestBed.inject(Location).path(true)).toBe('/setup');
  });

  it('says that a password is too short before anything is sent', async () => {
    const { api, page } = await open('setup=abc');
    await page.type('setup-password', 'short');
    await page.click('setup-submit');
    expect(page.text).toContain('The password needs at least 12 characters.');
    expect(api.asked).toEqual([]);
  });

  it('asks for the code when the link has none', async () => {
    const { api, page } = await open(null);
    await page.type('setup-password', 'correct horse battery');
    await page.click('setup-submit');
    expect(page.text).toContain('Copy the code from the terminal.');
    expect(api.asked).toEqual([]);
  });

  it('says why a code was refused', async () => {
    const refused = { __typename: 'SignInRefused', message: 'This code has expired.', retryAfterSeconds: 0 };
    const { page } = await open('setup=old', refused);
    await page.type('setup-password', 'correct horse battery');
    await page.click('setup-submit');
    expect(page.text).toContain('This code has expired.');
  });
});
