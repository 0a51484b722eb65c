import type { TestElement } from '@angular/cdk/testing';
import { ComponentHarness, TestKey } from '@angular/cdk/testing';

const byTestId = (id: string) => `[data-testid="${id}"]`;

/** The log viewer as somebody uses it: lines, search, filters, wheel and keys. */
export class LogViewerHarness extends ComponentHarness {
  static readonly hostSelector = 'ih-log-viewer';

  readonly viewport = this.locatorFor(byTestId('log-viewer'));
  private readonly search = this.locatorFor(byTestId('log-search'));

  /** How many rows are in the document, in sight or just beside. */
  async rowCount(): Promise<number> {
    return (await this.locatorForAll(byTestId('log-row'))()).length;
  }

  async lines(): Promise<string[]> {
    return this.textsOf(`${byTestId('log-row')} .text`);
  }

  async numbers(): Promise<string[]> {
    return this.textsOf(byTestId('log-number'));
  }

  /** The number of the line that the address points to. */
  async linkedNumber(): Promise<string | undefined> {
    return (await this.textsOf('.linked .number'))[0];
  }

  async times(): Promise<string[]> {
    return this.textsOf('.time');
  }

  async parts(selector: string): Promise<string[]> {
    return this.textsOf(`${byTestId('log-viewer')} ${selector}`);
  }

  /** What is said in the place of lines. */
  async emptyText(): Promise<string | undefined> {
    return (await this.textsOf(byTestId('log-empty')))[0];
  }

  /** The button back to the end, by its words; undefined while the end is followed. */
  async resumeText(): Promise<string | undefined> {
    return (await this.textsOf(byTestId('log-resume')))[0];
  }

  async resume(): Promise<void> {
    await this.click('log-resume');
  }

  async click(testId: string): Promise<void> {
    await (await this.locatorFor(byTestId(testId))()).click();
  }

  async pickLine(index: number): Promise<void> {
    await (await this.locatorForAll(byTestId('log-number'))())[index]?.click();
  }

  async wheel(deltaY: number): Promise<void> {
    await (await this.viewport()).dispatchEvent('wheel', { deltaY });
  }

  async press(key: TestKey): Promise<void> {
    await (await this.viewport()).sendKeys(key);
  }

  async find(text: string): Promise<void> {
    const search = await this.search();
    await search.clear();
    await search.sendKeys(text);
  }

  async findBackwards(): Promise<void> {
    await (await this.search()).sendKeys({ shift: true }, TestKey.ENTER);
  }

  async hits(): Promise<string | undefined> {
    return (await this.textsOf(byTestId('log-hits')))[0];
  }

  /** @param step null for all of the phase */
  async showOnly(phase: string, step: string | null): Promise<void> {
    await this.choose('log-part', JSON.stringify([phase, step]));
  }

  /** @param stream empty for all */
  async showSource(stream: string): Promise<void> {
    await this.choose('log-stream', stream);
  }

  async copyLabels(): Promise<(string | null)[]> {
    return Promise.all(
      (await this.locatorForAll(byTestId('copy'))()).map((button) => button.getAttribute('aria-label')),
    );
  }

  private async choose(testId: string, value: string): Promise<void> {
    const options = await this.locatorForAll(`${byTestId(testId)} option`)();
    const values = await Promise.all(options.map((option) => option.getProperty<string>('value')));
    await (await this.locatorFor(byTestId(testId))()).selectOptions(values.indexOf(value));
  }

  private async textsOf(selector: string): Promise<string[]> {
    const found: TestElement[] = await this.locatorForAll(selector)();
    return Promise.all(found.map((element) => element.text()));
  }
}
