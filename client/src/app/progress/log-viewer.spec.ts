import { Clipboard } from '@angular/cdk/clipboard';
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

async function show(log: RunLog, inputs: Record<string, unknown> = {}) {
  const fixture = TestBed.createComponent(LogViewer);
  for (const [name, value] of Object.entries({ log, ...inputs })) fixture.componentRef.setInput(name, value);
  document.body.append(fixture.nativeElement as HTMLElement);
  const page = new Page(fixture);
  await page.settle();
  const append = async (longer: RunLog) => {
    fixture.componentRef.setInput('log', longer);
    await page.settle();
  };
  return { page, append, viewer: page.one('log-viewer'), component: fixture.componentInstance };
}
const line = (
  number: number,
  phaseKey: string,
  step: string | null,
  stream: 'TASK' | 'STDOUT' | 'STDERR',
  raw: string,
) => ({ number, at: '2026-01-31T12:00:00.000Z', phase: phaseKey, step, stream, raw });
const phase = (key: string, title: string, steps: { key: string; title: string }[]) => ({
  key,
  title,
  steps,
});
const textOf = (blob: Blob) =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result);
    };
    reader.readAsText(blob);
  });
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

  const mixed = () =>
    RunLog.empty.append([
      line(0, 'create', null, 'TASK', 'extracting'),
      line(1, 'sync', '10.sh', 'STDOUT', 'hello'),
      line(2, 'sync', '10.sh', 'STDERR', 'oh no'),
      line(3, 'sync', '20.sh', 'STDOUT', 'bye'),
    ]);
  const phases = [
    phase('create', 'Create', []),
    phase('sync', 'Sync', [
      { key: '10.sh', title: 'Script 10.sh' },
      { key: '20.sh', title: 'Script 20.sh' },
    ]),
  ];
  const texts = (page: Page) => page.all('log-row').map((row) => row.querySelector('.text')?.textContent);

  it('shows the lines of one step, of one phase, of one source', async () => {
    const { page } = await show(mixed(), { phases });
    await page.choose('log-part', JSON.stringify(['sync', '10.sh']));
    expect(texts(page)).toEqual(['hello', 'oh no']);
    await page.choose('log-stream', 'STDERR');
    expect(texts(page)).toEqual(['oh no']);
    await page.choose('log-part', JSON.stringify(['sync', null]));
    await page.choose('log-stream', '');
    expect(texts(page)).toEqual(['hello', 'oh no', 'bye']);
    await page.choose('log-part', JSON.stringify(['create', null]));
    await page.choose('log-stream', 'STDERR');
    expect(page.texts('log-empty')).toEqual([
      expect.stringContaining('None of the 4 lines is of this step and source.'),
    ]);
  });

  it('searches only what the filter shows, and keeps the numbers of the whole log', async () => {
    const { page } = await show(mixed(), { phases });
    await page.choose('log-part', JSON.stringify(['sync', '20.sh']));
    await page.type('log-search', 'e');
    expect(page.texts('log-hits')).toEqual(['1 of 1']);
    expect(page.texts('log-number')).toEqual(['4']);
  });

  it('shows the time of each line when asked to', async () => {
    const { page } = await show(mixed());
    expect(page.one('log-viewer').querySelector('.time')).toBeNull();
    await page.click('log-times');
    expect(page.one('log-viewer').querySelector('.time')?.textContent).toMatch(/^\d\d:\d\d:\d\d\.000$/);
  });

  it('has an address for each line, and shows the line of an address', async () => {
    const picked: number[] = [];
    const { page, component } = await show(mixed(), { line: 2 });
    component.picked.subscribe((number) => picked.push(number));
    expect(page.one('log-viewer').querySelector('.linked .number')?.textContent.trim()).toBe('2');
    expect(page.all('log-resume')).toHaveLength(1);
    page.all('log-number')[2]?.click();
    expect(picked).toEqual([3]);
    expect(page.all('copy').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Copy the link to line 2',
    ]);
  });

  it('waits for the line that the address points to', async () => {
    const { page, append } = await show(logOf(10), { line: 15 });
    expect(page.all('log-resume')).toEqual([]);
    await append(logOf(20));
    expect(page.all('log-resume')).toHaveLength(1);
    await page.click('log-resume');
    await append(logOf(30));
    expect(page.all('log-resume')).toEqual([]);
  });

  it('copies what is shown as text, and downloads everything as it came', async () => {
    const log = RunLog.empty.append([
      line(0, 'sync', null, 'STDOUT', '\u001b[31mred\u001b[0m'),
      line(1, 'create', null, 'STDOUT', 'plain'),
    ]);
    const { page } = await show(log, { phases });
    const copied: string[] = [];
    const saved: Blob[] = [];
    TestBed.inject(Clipboard).copy = (text) => copied.push(text) > 0;
    URL.createObjectURL = (blob) => (saved.push(blob as Blob), '#saved');
    URL.revokeObjectURL = () => undefined;
    await page.choose('log-part', JSON.stringify(['sync', null]));
    await page.click('log-copy');
    expect(copied).toEqual(['red\n']);
    await page.click('log-download');
    expect(await textOf(saved[0]!)).toBe('\u001b[31mred\u001b[0m\nplain\n');
  });

  it('is reachable by keyboard and is no live region', async () => {
    const { viewer } = await show(logOf(1));
    expect(viewer.getAttribute('tabindex')).toBe('0');
    expect(viewer.closest('[aria-live], [role="log"], [role="status"]')).toBeNull();
  });
});
