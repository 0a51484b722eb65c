import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { RunNotice } from './run-notice.js';

/** A browser whose person answers its question about notifications in a certain way. */
function browser(answer: NotificationPermission, hidden = true) {
  const shown: { title: string; body: string | undefined; tag: string | undefined }[] = [];
  class BrowsersNotification {
    static permission: NotificationPermission = 'default';
    static requestPermission(): Promise<NotificationPermission> {
      BrowsersNotification.permission = answer;
      return Promise.resolve(answer);
    }
    onclick: (() => void) | null = null;
    constructor(title: string, { body, tag }: NotificationOptions) {
      shown.push({ title, body, tag });
    }
  }
  const defaultView = { Notification: BrowsersNotification, isSecureContext: true, localStorage };
  const visit = (): RunNotice => {
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({
      providers: [RunNotice, { provide: DOCUMENT, useValue: { defaultView, hidden } }],
    });
    return TestBed.inject(RunNotice);
  };
  return { shown, visit };
}

const say = (notice: RunNotice) => {
  notice.say('web-1 is ready', 'It took 10 s.', 'r1');
};

describe('The notification at the end of a run', () => {
  beforeEach(() => {
    localStorage.clear();
  });

  it('comes only to who asked for it, also after a reload', async () => {
    const { shown, visit } = browser('granted');
    const notice = visit();
    say(notice);
    expect(shown).toEqual([]);
    await notice.toggle();
    say(visit());
    expect(shown).toEqual([{ title: 'web-1 is ready', body: 'It took 10 s.', tag: 'r1' }]);
  });

  it('does not come while one looks at the page', async () => {
    const { shown, visit } = browser('granted', false);
    const notice = visit();
    await notice.toggle();
    say(notice);
    expect(shown).toEqual([]);
  });

  it('can be given up again', async () => {
    const { shown, visit } = browser('granted');
    const notice = visit();
    await notice.toggle();
    await notice.toggle();
    say(visit());
    expect([notice.wanted(), shown]).toEqual([false, []]);
  });

  it('is known to be blocked once the person said no to the browser', async () => {
    const notice = browser('denied').visit();
    await notice.toggle();
    expect([notice.wanted(), notice.blocked()]).toEqual([false, true]);
  });
});
