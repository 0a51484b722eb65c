import { TestBed } from '@angular/core/testing';
import { Moment } from './moment.js';
import { exactMoment } from './readable.js';

describe('A moment', () => {
  it('is told as its age, with the exact time on hover', async () => {
    const at = '2026-11-28T10:00:00.000Z';
    const fixture = TestBed.createComponent(Moment);
    fixture.componentRef.setInput('at', at);
    fixture.componentRef.setInput('now', Date.parse(at) + 3 * 60_000);
    await fixture.whenStable();
    const time = (fixture.nativeElement as HTMLElement).querySelector('time');
    expect(time?.textContent).toBe('3 min ago');
    expect(time?.title).toBe(exactMoment(at));
    expect(time?.getAttribute('datetime')).toBe(at);
  });
});
