import { accountDecider } from './account.js';
import type { AccountCommand, AccountEvent } from './account.js';
import { accountNameDecider } from './account-name.js';
import { apiTokenDecider, apiTokenExpiry } from './api-token.js';
import type { ApiTokenEvent } from './api-token.js';
import { formatBearer, formatCookie, parseBearer, parseCookie } from './credential.js';
import { ABSOLUTE_MS, IDLE_MS, sessionDecider, sessionExpiry } from './session.js';
import type { SessionCommand, SessionEvent } from './session.js';

interface Decider<State, Event, Command, Decision> {
  readonly initialState: State;
  evolve(state: State, event: Event): State;
  decide(command: Command, state: State): Decision;
}
const given = <State, Event>(
  decider: { initialState: State; evolve(state: State, event: Event): State },
  events: Event[],
) => events.reduce((state, event) => decider.evolve(state, event), decider.initialState);
const when = <State, Event, Command, Decision>(
  decider: Decider<State, Event, Command, Decision>,
  events: Event[],
  command: Command,
) => decider.decide(command, given(decider, events));

describe('an account', () => {
  const created: AccountEvent = { type: 'AccountCreated', data: { account: 'a', name: 'admin' } };
  const issued: AccountEvent = {
    type: 'SetupCodeIssued',
    data: { codeHash: 'h1', expiresAt: '2026-01-01T00:15:00.000Z' },
  };
  const redeem: AccountCommand = {
    type: 'RedeemSetupCode',
    codeHash: 'h1',
    passwordHash: 'p',
    now: '2026-01-01T00:14:59.999Z',
  };
  const passwordSet: AccountEvent = { type: 'PasswordSet', data: { passwordHash: 'p' } };
  const decide = (events: AccountEvent[], command: AccountCommand) => when(accountDecider, events, command);

  test('is created once', () => {
    const command: AccountCommand = { type: 'CreateAccount', account: 'a', name: 'admin' };
    expect(decide([], command)).toEqual({ kind: 'accepted', events: [created] });
    expect(decide([created], command)).toEqual({ kind: 'accepted', events: [] });
  });

  test('gets a password with its newest code, once and in time', () => {
    expect(decide([created, issued], redeem)).toEqual({ kind: 'accepted', events: [passwordSet] });
    const invalid = { kind: 'rejected', rejection: 'SETUP_CODE.INVALID' };
    expect(decide([created], redeem)).toEqual(invalid);
    expect(decide([created, issued, passwordSet], redeem)).toEqual(invalid);
    expect(decide([created, issued], { ...redeem, codeHash: 'h2' })).toEqual(invalid);
    const newer: AccountEvent = { type: 'SetupCodeIssued', data: { ...issued.data, codeHash: 'h2' } };
    expect(decide([created, issued, newer], redeem)).toEqual(invalid);
    expect(decide([created, issued], { ...redeem, now: '2026-01-01T00:15:00.000Z' })).toEqual({
      kind: 'rejected',
      rejection: 'SETUP_CODE.EXPIRED',
    });
  });

  test('has a new password generation after each change', () => {
    const state = given(accountDecider, [created, issued, passwordSet, issued, passwordSet]);
    expect(state).toMatchObject({ passwordGeneration: 2, setupCode: null });
  });

  test('has a name that nobody else has', () => {
    const reserved = { type: 'AccountNameReserved', data: { account: 'a' } } as const;
    expect(when(accountNameDecider, [], { account: 'a' })).toEqual({ kind: 'accepted', events: [reserved] });
    expect(when(accountNameDecider, [reserved], { account: 'a' })).toEqual({ kind: 'accepted', events: [] });
    expect(when(accountNameDecider, [reserved], { account: 'b' })).toEqual({
      kind: 'rejected',
      rejection: 'ACCOUNT.NAME_TAKEN',
    });
  });
});

describe('a session', () => {
  const HOUR = 3_600_000;
  const now = Date.parse('2026-01-01T00:00:00.000Z');
  const start: SessionCommand = {
    type: 'StartSession',
    session: 's',
    account: 'a',
    secretHash: 'h',
    passwordGeneration: 1,
    now,
  };
  const after = (...commands: SessionCommand[]) =>
    commands.reduce<SessionEvent[]>((events, command) => {
      const decision = when(sessionDecider, events, command);
      return decision.kind === 'accepted' ? [...events, ...decision.events] : events;
    }, []);
  const expiry = (events: SessionEvent[]) => {
    const state = given(sessionDecider, events);
    return state.state === 'open' ? sessionExpiry(state) : null;
  };

  test('ends after a week without use', () => {
    expect(expiry(after(start))).toBe(now + IDLE_MS);
  });

  test('is extended by use, at most once an hour', () => {
    expect(after(start, { type: 'ExtendSession', now: now + HOUR - 1 })).toHaveLength(1);
    const later = now + HOUR;
    expect(expiry(after(start, { type: 'ExtendSession', now: later }))).toBe(later + IDLE_MS);
  });

  test('is not brought back by use after its end', () => {
    expect(after(start, { type: 'ExtendSession', now: now + IDLE_MS })).toHaveLength(1);
  });

  test('ends after thirty days however much it is used', () => {
    const days = Array.from({ length: 29 }, (_, day) => now + (day + 1) * 24 * HOUR);
    const used = days.map((day): SessionCommand => ({ type: 'ExtendSession', now: day }));
    expect(expiry(after(start, ...used))).toBe(now + ABSOLUTE_MS);
  });

  test('ends once', () => {
    const end: SessionCommand = { type: 'EndSession', reason: 'revoked' };
    expect(after(start, end, end).map(({ type }) => type)).toEqual(['SessionStarted', 'SessionEnded']);
    expect(after(start, end, { type: 'ExtendSession', now: now + 2 * HOUR })).toHaveLength(2);
  });
});

describe('an API token', () => {
  const token = {
    state: 'live' as const,
    id: 't',
    account: 'a',
    name: 'n',
    scopes: ['READ' as const],
    secretHash: 'h',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: null,
  };

  test('lives until it is revoked, and is not made twice', () => {
    const made = when(apiTokenDecider, [], { type: 'CreateApiToken', token });
    const events: ApiTokenEvent[] = made.kind === 'accepted' ? [...made.events] : [];
    expect(given(apiTokenDecider, events)).toEqual(token);
    expect(when(apiTokenDecider, events, { type: 'CreateApiToken', token })).toMatchObject({ events: [] });
    const revoked = when(apiTokenDecider, events, { type: 'RevokeApiToken' });
    if (revoked.kind === 'accepted') events.push(...revoked.events);
    expect(given(apiTokenDecider, events)).toEqual({ state: 'revoked' });
    expect(when(apiTokenDecider, events, { type: 'RevokeApiToken' })).toMatchObject({ events: [] });
  });

  test('expires when it says so', () => {
    expect(apiTokenExpiry(token)).toBe(Infinity);
    expect(apiTokenExpiry({ ...token, expiresAt: '1970-01-01T00:00:01.000Z' })).toBe(1000);
  });
});

describe('a credential', () => {
  const credential = { id: '0123456789abcdef'.repeat(2), secret: 'A-_z'.repeat(10) + 'abc' };

  test('is read as it is written', () => {
    expect(parseBearer(formatBearer(credential))).toEqual(credential);
    expect(parseCookie(formatCookie(credential))).toEqual(credential);
  });

  test.each([
    '',
    'ih_',
    `ih_${'0'.repeat(32)}_short`,
    `x${formatBearer(credential)}`,
    formatCookie(credential),
  ])('%s is no bearer token', (text) => {
    expect(parseBearer(text)).toBeNull();
  });
});
