import type { ComponentFixture } from '@angular/core/testing';

/** A rendered component as a person finds things in it: by test id and by what stands there. */
export class Page {
  private readonly root: HTMLElement;

  constructor(private readonly fixture: ComponentFixture<unknown>) {
    this.root = fixture.nativeElement as HTMLElement;
  }

  get text(): string {
    return textOf(this.root);
  }

  all(testId: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];
  }

  one(testId: string): HTMLElement {
    const [found, ...others] = this.all(testId);
    if (!found || others.length > 0) throw new Error(`Expected one ${testId} in: ${this.text}`);
    return found;
  }

  texts(testId: string): string[] {
    return this.all(testId).map(textOf);
  }

  async type(testId: string, text: string): Promise<void> {
    const input = this.one(testId) as HTMLInputElement;
    input.value = text;
    input.dispatchEvent(new Event('input'));
    input.dispatchEvent(new Event('blur'));
    await this.settle();
  }

  async choose(testId: string, value: string): Promise<void> {
    const select = this.one(testId) as HTMLSelectElement;
    select.value = value;
    select.dispatchEvent(new Event('change'));
    await this.settle();
  }

  /** Moves a slider. */
  async slide(testId: string, value: number): Promise<void> {
    const input = this.one(testId) as HTMLInputElement;
    input.valueAsNumber = value;
    input.dispatchEvent(new Event('input'));
    await this.settle();
  }

  destroy(): void {
    this.fixture.destroy();
  }

  async click(testId: string): Promise<void> {
    this.one(testId).click();
    await this.settle();
  }

  async settle(): Promise<void> {
    await this.fixture.whenStable();
  }
}

/** The words of an element, those of different elements apart from each other, as they look on a screen. */
function textOf(element: HTMLElement): string {
  const words: string[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) words.push(walker.currentNode.nodeValue ?? '');
  return words.join(' ').replace(/\s+/g, ' ').trim();
}
