import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { Session } from './session.js';
import { SessionList } from './session-list.js';

const at = { createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2099-01-01T00:00:00.000Z' };

async function open() {
  const sessions = [
    { id: 's1', current: true, ...at },
    { id: 's2', current: false, ...at },
  ];
  const api = new FakeApi({
    Sessions: () => ({ sessions }),
    RevokeSession: () => ({ revokeSession: true }),
  });
  const signOuts: string[] = [];
  const signOut = () => {
    signOuts.push('signed out');
    return Promise.resolve();
  };
  TestBed.configureTestingModule({ providers: [api.provider, { provide: Session, useValue: { signOut } }] });
  const page = new Page(TestBed.createComponent(SessionList));
  await page.settle();
  const end = async (index: number) => {
    page.all('session-end')[index]?.click();
    await page.settle();
  };
  return { api, page, end, signOuts };
}

describe('The sessions', () => {
  it('tell which one this browser is', async () => {
    const { page } = await open();
    expect(page.texts('session')[0]).toContain('This browser');
    expect(page.texts('session')[1]).not.toContain('This browser');
  });

  it('end elsewhere without ending here', async () => {
    const { api, end, signOuts } = await open();
    await end(1);
    expect(api.variablesOf('RevokeSession')).toEqual({ id: 's2' });
    expect(signOuts).toEqual([]);
  });

  it('end here by signing out', async () => {
    const { api, end, signOuts } = await open();
    await end(0);
    expect(signOuts).toEqual(['signed out']);
    expect(api.variablesOf('RevokeSession')).toBeUndefined();
  });
});
