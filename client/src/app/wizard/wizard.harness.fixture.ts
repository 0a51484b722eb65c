import { ComponentHarness, TestKey } from '@angular/cdk/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness, MatNativeSelectHarness } from '@angular/material/input/testing';
import { MatSlideToggleHarness } from '@angular/material/slide-toggle/testing';

/** The wizard as somebody with a keyboard uses it: by labels, buttons and keys. */
export class WizardHarness extends ComponentHarness {
  static readonly hostSelector = 'ih-wizard';

  private readonly heading = this.locatorFor('h1');
  private readonly submitter = this.locatorFor('button[type="submit"]');

  async title(): Promise<string> {
    return (await this.heading()).text();
  }

  async submit(): Promise<void> {
    await (await this.submitter()).click();
  }

  async back(): Promise<void> {
    await (await this.locatorFor('[data-testid="wizard-back"]')()).click();
  }

  async field(label: string): Promise<MatFormFieldHarness> {
    return this.locatorFor(MatFormFieldHarness.with({ floatingLabelText: label }))();
  }

  /** Types and goes on to the next field. */
  async type(label: string, text: string): Promise<void> {
    const input = await this.inputOf(label);
    await input.setValue(text);
    await input.blur();
  }

  async contentOf(label: string): Promise<string> {
    return (await this.inputOf(label)).getValue();
  }

  async pressEnterIn(label: string): Promise<void> {
    await (await (await this.inputOf(label)).host()).sendKeys(TestKey.ENTER);
  }

  async hasFocus(label: string): Promise<boolean> {
    return (await this.inputOf(label)).isFocused();
  }

  async choose(label: string, text: string | RegExp): Promise<void> {
    const select = await (await this.field(label)).getControl(MatNativeSelectHarness);
    await select?.selectOptions({ text });
  }

  /** Presses Enter on a button as the keyboard does. */
  async press(label: string): Promise<void> {
    const button = await this.locatorFor(`button[aria-label="${label}"]`)();
    await button.focus();
    await button.click();
  }

  async focusedLabel(): Promise<string | null> {
    const buttons = await this.locatorForAll('button[aria-label]')();
    for (const button of buttons) if (await button.isFocused()) return button.getAttribute('aria-label');
    return null;
  }

  async errorsOf(label: string): Promise<string[]> {
    return (await this.field(label)).getTextErrors();
  }

  async switchOf(label: string | RegExp): Promise<MatSlideToggleHarness> {
    return this.locatorFor(MatSlideToggleHarness.with({ label }))();
  }

  /** Chooses a template by its card's radio button, as the arrow keys do. */
  async pick(templateId: string): Promise<void> {
    const radio = await this.locatorFor(`[data-template-id="${templateId}"] input`)();
    await radio.click();
  }

  async isPicked(templateId: string): Promise<boolean> {
    const radio = await this.locatorFor(`[data-template-id="${templateId}"] input`)();
    return radio.getProperty<boolean>('checked');
  }

  /** What a screen reader says when one enters the choice of a template. */
  async descriptionOfChoices(): Promise<string> {
    const choices = await this.locatorFor('[role="radiogroup"]')();
    const id = await choices.getAttribute('aria-describedby');
    return (await this.locatorFor(`#${id ?? 'none'}`)()).text();
  }

  async alerts(): Promise<string[]> {
    const found = await this.locatorForAll('[role="alert"]')();
    return Promise.all(found.map((alert) => alert.text()));
  }

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  private async inputOf(label: string): Promise<MatInputHarness> {
    const input = await (await this.field(label)).getControl(MatInputHarness);
    if (!input) throw new Error(`The field ${label} is no input.`);
    return input;
  }
}
