import type { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { TokenList } from './token-list.js';

const backup = {
  id: 't1',
  name: 'backup',
  scopes: ['READ', 'SECRETS'],
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
};
const made = {
  __typename: 'ApiTokenCreated',
  token: { ...backup, id: 't2', name: 'ci' },
  secret: 'ih_t2_s3cret',
};

async function open(tokens: unknown[], create: () => unknown = () => made) {
  const api = new FakeApi({
    ApiTokens: () => ({ apiTokens: tokens }),
    CreateApiToken: () => ({ createApiToken: create() }),
    RevokeApiToken: () => ({ revokeApiToken: true }),
  });
  TestBed.configureTestingModule({ providers: [api.provider] });
  const fixture = TestBed.createComponent(TokenList);
  const page = new Page(fixture);
  await page.settle();
  return { api, page, loader: TestbedHarnessEnvironment.loader(fixture) };
}

async function check(loader: HarnessLoader, label: string, on: boolean): Promise<void> {
  const box = await loader.getHarness(MatCheckboxHarness.with({ label }));
  await (on ? box.check() : box.uncheck());
}

describe('The API tokens', () => {
  it('show what each may do and when it ends', async () => {
    const { page } = await open([backup, { ...backup, id: 't3', expiresAt: '2026-01-02T00:00:00.000Z' }]);
    expect(page.texts('token')[0]).toMatch(/backup Read Secrets Made .* has no end/);
    expect(page.texts('token')[1]).toContain('Expired');
  });

  it('are made with the chosen rights, and the secret is shown until it is put away', async () => {
    const { api, page, loader } = await open([]);
    await page.click('token-add');
    await page.type('token-name', 'ci');
    await check(loader, 'Containers', true);
    await page.choose('token-lifetime', '');
    await page.click('token-create');
    expect(api.variablesOf('CreateApiToken')).toEqual({
      input: { name: 'ci', scopes: ['READ', 'CONTAINERS'], expiresAt: null },
    });
    expect(page.texts('token-secret')).toEqual(['ih_t2_s3cret']);
    await page.click('token-secret-done');
    expect(page.text).not.toContain('s3cret');
  });

  it('end after the chosen time', async () => {
    const { api, page } = await open([]);
    await page.click('token-add');
    await page.type('token-name', 'ci');
    await page.choose('token-lifetime', '30');
    const before = Date.now();
    await page.click('token-create');
    const { expiresAt } = api.variablesOf('CreateApiToken')?.['input'] as { expiresAt: string };
    const days = (Date.parse(expiresAt) - before) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);
  });

  it('are not asked for without a name or a right', async () => {
    const { api, page, loader } = await open([]);
    await page.click('token-add');
    await check(loader, 'Read', false);
    await page.click('token-create');
    expect(page.text).toContain('Give it a name of 1 to 60 characters.');
    expect(page.text).toContain('Choose at least one.');
    expect(api.variablesOf('CreateApiToken')).toBeUndefined();
  });

  it('are revoked only after a question that names the token', async () => {
    const { api, page } = await open([backup]);
    await page.click('token-revoke');
    expect(page.text).toContain('Revoke “backup”?');
    await page.click('confirm-no');
    expect(page.all('confirm-yes')).toEqual([]);
    await page.click('token-revoke');
    await page.click('confirm-yes');
    expect(api.variablesOf('RevokeApiToken')).toEqual({ id: 't1' });
  });

  it('keep what was typed when nobody answers', async () => {
    const { page } = await open([], () => {
      throw new RequestFailed('Infrahaus does not answer.', 'offline');
    });
    await page.click('token-add');
    await page.type('token-name', 'ci');
    await page.click('token-create');
    expect(page.text).toContain('Infrahaus does not answer.');
    expect((page.one('token-name') as HTMLInputElement).value).toBe('ci');
  });
});
