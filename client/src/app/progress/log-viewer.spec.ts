import { TestBed } from '@angular/core/testing';
import { Page } from '../ui/page.fixture.js';
import { LogViewer } from './log-viewer.js';
import { RunLog } from './run-log.js';

const VIEWPORT_HEIGHT = 400;

function logOf(count: number, text = (index: number) => `line ${String(index)}`): RunLog {
  const lines = Array.from({ length: count }, (_, index) => ({
    number: index,
    at: '2026-01-31T12:00:00.000Z',
    phase: 'sync',
    step: null,
    stream: 'STDOUT' as const,
    raw: text(index),
  }));
  return RunLog.empty.append(lines);
}

async function show(log: RunLog) {
  const fixture = TestBed.createComponent(LogViewer);
  fixture.componentRef.setInput('log', log);
  document.body.append(fixture.nativeElement as HTMLElement);
  const page = new Page(fixture);
  await page.settle();
  const append = async (longer: RunLog) => {
    fixture.componentRef.setInput('log', longer);
    await page.settle();
  };
  return { page, append, viewer: page.one('log-viewer') };
}
const wheel = (deltaY: number) => new WheelEvent('wheel', { deltaY });

describe('The log viewer', () => {
  const height = Object.getOwnPropertyDescriptor(Element.prototype, 'clientHeight')!;
  beforeAll(() => {
    // jsdom has no layout and cannot scroll: the viewport's height is all that the virtual list needs to know.
    Element.prototype.scrollTo = () => undefined;
    Object.defineProperty(Element.prototype, 'clientHeight', {
      configurable: true,
      get: () => VIEWPORT_HEIGHT,
    });
  });
  afterAll(() => {
    Object.defineProperty(Element.prototype, 'clientHeight', height);
  });

  it('keeps only the rows in sight in the document, however long the log', async () => {
    const { page } = await show(logOf(100_000));
    expect(page.all('log-row').length).toBeGreaterThan(10);
    expect(page.all('log-row').length).toBeLessThan(300);
  });

  it('shows colours, and never a link', async () => {
    const { viewer } = await show(
      logOf(1, () => '\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007'),
    );
    expect(viewer.querySelector('.ansi-red')?.textContent).toBe('red');
    expect(viewer.querySelectorAll('a')).toHaveLength(0);
    expect(viewer.textContent).toContain('link');
  });

  it('shows markup in a log as text', async () => {
    const { viewer } = await show(logOf(1, () => '<img src=x onerror=alert(1)>'));
    expect(viewer.querySelector('img')).toBeNull();
    expect(viewer.textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('stops following at the first move upwards, and counts what comes then', async () => {
    const { page, append, viewer } = await show(logOf(50));
    expect(page.all('log-resume')).toEqual([]);
    viewer.dispatchEvent(wheel(-10));
    await append(logOf(53));
    expect(page.texts('log-resume')).toEqual(['3 new lines']);
    await page.click('log-resume');
    expect(page.all('log-resume')).toEqual([]);
  });

  it.each(['ArrowUp', 'PageUp', 'Home'])('stops following at %s, and End takes it up again', async (key) => {
    const { page, viewer } = await show(logOf(50));
    viewer.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await page.settle();
    expect(page.all('log-resume')).toHaveLength(1);
    viewer.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
    await page.settle();
    expect(page.all('log-resume')).toEqual([]);
  });

  it('goes on following when one moves downwards only', async () => {
    const { page, viewer } = await show(logOf(50));
    viewer.dispatchEvent(wheel(10));
    await page.settle();
    expect(page.all('log-resume')).toEqual([]);
  });

  it('finds a text in all lines and goes round the matches', async () => {
    const { page } = await show(logOf(5_000, (index) => (index % 1_000 === 7 ? 'needle' : 'hay')));
    await page.type('log-search', 'needle');
    expect(page.texts('log-hits')).toEqual(['1 of 5']);
    page.one('log-search').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true }));
    await page.settle();
    expect(page.texts('log-hits')).toEqual(['5 of 5']);
    await page.type('log-search', 'absent');
    expect(page.texts('log-hits')).toEqual(['No match']);
  });

  it('is reachable by keyboard and is no live region', async () => {
    const { viewer } = await show(logOf(1));
    expect(viewer.getAttribute('tabindex')).toBe('0');
    expect(viewer.closest('[aria-live], [role="log"], [role="status"]')).toBeNull();
  });
});
