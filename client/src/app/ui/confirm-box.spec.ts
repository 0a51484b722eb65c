import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ConfirmBox } from './confirm-box.js';
import { Page } from './page.fixture.js';

@Component({
  imports: [ConfirmBox],
  template: `
    <button type="button" data-testid="destroy" (click)="asking.set(true)">Destroy</button>
    @if (asking()) {
      <ih-confirm-box
        question="Destroy “web-1”?"
        action="Destroy it"
        (confirmed)="done.set('destroyed')"
        (declined)="asking.set(false)"
      />
    }
  `,
})
class Asks {
  readonly asking = signal(false);
  readonly done = signal('');
}

async function open() {
  const fixture = TestBed.createComponent(Asks);
  const page = new Page(fixture);
  await page.settle();
  page.one('destroy').focus();
  await page.click('destroy');
  return { page, asks: fixture.componentInstance };
}

describe('A question before something is destroyed', () => {
  it('puts the keyboard on the answer that destroys nothing', async () => {
    const { page, asks } = await open();
    expect(page.text).toContain('Destroy “web-1”?');
    expect(document.activeElement).toBe(page.one('confirm-no'));
    await page.click('confirm-yes');
    expect(asks.done()).toBe('destroyed');
  });

  it('is declined by Escape, and leaves the keyboard where it was', async () => {
    const { page, asks } = await open();
    page.one('confirm-no').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await page.settle();
    expect([page.all('confirm-no'), asks.done()]).toEqual([[], '']);
    expect(document.activeElement).toBe(page.one('destroy'));
  });
});
