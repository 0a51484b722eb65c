import { TestBed } from '@angular/core/testing';
import { LostPage } from './lost-page.js';
import { LostPageNotice } from './lost-page-notice.js';
import { Page } from './page.fixture.js';

describe('The notice of a page that could not be loaded', () => {
  it('is there from then on, until the person wants to stay', async () => {
    const page = new Page(TestBed.createComponent(LostPageNotice));
    await page.settle();
    expect(page.all('lost-page')).toEqual([]);
    TestBed.inject(LostPage).note({ url: '/nodes' });
    await page.settle();
    expect(page.one('lost-page').textContent).toContain('could not be loaded');
    await page.click('lost-page-stay');
    expect(page.all('lost-page')).toEqual([]);
  });
});
