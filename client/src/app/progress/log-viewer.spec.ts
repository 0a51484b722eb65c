import { Clipboard } from '@angular/cdk/clipboard';
import { TestKey } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { LogViewerHarness } from './log-viewer.harness.fixture.js';
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
  const viewer = await TestbedHarnessEnvironment.harnessForFixture(fixture, LogViewerHarness);
  const append = async (longer: RunLog) => {
    fixture.componentRef.setInput('log', longer);
    await fixture.whenStable();
  };
  return { viewer, append, component: fixture.componentInstance };
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
    const { viewer } = await show(logOf(100_000));
    expect(await viewer.rowCount()).toBeGreaterThan(10);
    expect(await viewer.rowCount()).toBeLessThan(300);
  });

  it('shows colours, and never a link', async () => {
    const { viewer } = await show(
      logOf(1, () => '\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007'),
    );
    expect(await viewer.parts('.ansi-red')).toEqual(['red']);
    expect(await viewer.parts('a')).toEqual([]);
    expect(await viewer.lines()).toEqual([expect.stringContaining('link')]);
  });

  it('shows markup in a log as text', async () => {
    const { viewer } = await show(logOf(1, () => '<img src=x onerror=alert(1)>'));
    expect(await viewer.parts('img')).toEqual([]);
    expect(await viewer.lines()).toEqual(['<img src=x onerror=alert(1)>']);
  });

  it('stops following at the first move upwards, and counts what comes then', async () => {
    const { viewer, append } = await show(logOf(50));
    expect(await viewer.resumeText()).toBeUndefined();
    await viewer.wheel(-10);
    await append(logOf(53));
    expect(await viewer.resumeText()).toBe('3 new lines');
    await viewer.resume();
    expect(await viewer.resumeText()).toBeUndefined();
  });

  it.each([
    ['ArrowUp', TestKey.UP_ARROW],
    ['PageUp', TestKey.PAGE_UP],
    ['Home', TestKey.HOME],
  ])('stops following at %s, and End takes it up again', async (_, key) => {
    const { viewer } = await show(logOf(50));
    await viewer.press(key);
    expect(await viewer.resumeText()).toBe('To the end');
    await viewer.press(TestKey.END);
    expect(await viewer.resumeText()).toBeUndefined();
  });

  it('goes on following when one moves downwards only', async () => {
    const { viewer } = await show(logOf(50));
    await viewer.wheel(10);
    expect(await viewer.resumeText()).toBeUndefined();
  });

  it('finds a text in all lines and goes round the matches', async () => {
    const { viewer } = await show(logOf(5_000, (index) => (index % 1_000 === 7 ? 'needle' : 'hay')));
    await viewer.find('needle');
    expect(await viewer.hits()).toBe('1 of 5');
    await viewer.findBackwards();
    expect(await viewer.hits()).toBe('5 of 5');
    await viewer.find('absent');
    expect(await viewer.hits()).toBe('No match');
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

  it('shows the lines of one step, of one phase, of one source', async () => {
    const { viewer } = await show(mixed(), { phases });
    await viewer.showOnly('sync', '10.sh');
    expect(await viewer.lines()).toEqual(['hello', 'oh no']);
    await viewer.showSource('STDERR');
    expect(await viewer.lines()).toEqual(['oh no']);
    await viewer.showOnly('sync', null);
    await viewer.showSource('');
    expect(await viewer.lines()).toEqual(['hello', 'oh no', 'bye']);
    await viewer.showOnly('create', null);
    await viewer.showSource('STDERR');
    expect(await viewer.emptyText()).toContain('None of the 4 lines is of this step and source.');
  });

  it('searches only what the filter shows, and keeps the numbers of the whole log', async () => {
    const { viewer } = await show(mixed(), { phases });
    await viewer.showOnly('sync', '20.sh');
    await viewer.find('e');
    expect(await viewer.hits()).toBe('1 of 1');
    expect(await viewer.numbers()).toEqual(['4']);
  });

  it('shows the time of each line when asked to', async () => {
    const { viewer } = await show(mixed());
    expect(await viewer.times()).toEqual([]);
    await viewer.click('log-times');
    const time = expect.stringMatching(/^\d\d:\d\d:\d\d\.000$/) as string;
    expect(await viewer.times()).toEqual([time, time, time, time]);
  });

  it('has an address for each line, and shows the line of an address', async () => {
    const picked: number[] = [];
    const { viewer, component } = await show(mixed(), { line: 2 });
    component.picked.subscribe((number) => picked.push(number));
    expect(await viewer.linkedNumber()).toBe('2');
    expect(await viewer.resumeText()).toBeDefined();
    await viewer.pickLine(2);
    expect(picked).toEqual([3]);
    expect(await viewer.copyLabels()).toEqual(['Copy the link to line 2']);
  });

  it('waits for the line that the address points to', async () => {
    const { viewer, append } = await show(logOf(10), { line: 15 });
    expect(await viewer.resumeText()).toBeUndefined();
    await append(logOf(20));
    expect(await viewer.resumeText()).toBeDefined();
    await viewer.resume();
    await append(logOf(30));
    expect(await viewer.resumeText()).toBeUndefined();
  });

  it('copies what is shown as text, and downloads everything as it came', async () => {
    const log = RunLog.empty.append([
      line(0, 'sync', null, 'STDOUT', '\u001b[31mred\u001b[0m'),
      line(1, 'create', null, 'STDOUT', 'plain'),
    ]);
    const { viewer } = await show(log, { phases });
    const copied: string[] = [];
    const saved: Blob[] = [];
    TestBed.inject(Clipboard).copy = (text) => copied.push(text) > 0;
    URL.createObjectURL = (blob) => (saved.push(blob as Blob), '#saved');
    URL.revokeObjectURL = () => undefined;
    await viewer.showOnly('sync', null);
    await viewer.click('log-copy');
    expect(copied).toEqual(['red\n']);
    await viewer.click('log-download');
    expect(await textOf(saved[0]!)).toBe('\u001b[31mred\u001b[0m\nplain\n');
  });

  it('is reachable by keyboard and is no live region', async () => {
    const { viewer } = await show(logOf(1));
    const viewport = await viewer.viewport();
    expect(await viewport.getAttribute('tabindex')).toBe('0');
    const inLiveRegion = '[aria-live] *, [role="log"], [role="status"], [role="status"] *';
    expect(await viewport.matchesSelector(inLiveRegion)).toBe(false);
  });
});
