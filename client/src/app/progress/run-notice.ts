import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

const KEY = 'infrahaus.notify';

/** The browser's notification at the end of a run: only for whoever asked for it, and only while they look elsewhere. */
@Injectable({ providedIn: 'root' })
export class RunNotice {
  private readonly document = inject(DOCUMENT);
  private readonly window = this.document.defaultView;
  private readonly api = this.window && 'Notification' in this.window ? this.window.Notification : null;
  private readonly state = signal(this.api?.permission === 'granted' && this.remembered() === 'on');
  private readonly refusal = signal(this.api?.permission === 'denied');

  readonly available = this.api !== null && this.window?.isSecureContext === true;
  readonly wanted = this.state.asReadonly();
  /** The browser does not let us, because the person once said no. */
  readonly blocked = this.refusal.asReadonly();

  async toggle(): Promise<void> {
    const wanted = !this.state() && (await this.api?.requestPermission()) === 'granted';
    this.refusal.set(this.api?.permission === 'denied');
    this.state.set(wanted);
    this.window?.localStorage.setItem(KEY, wanted ? 'on' : 'off');
  }

  /** @param tag names the run: a second tab's notice takes the place of the first one's */
  say(title: string, body: string, tag: string): void {
    if (!this.state() || !this.api || !this.document.hidden) return;
    const notice = new this.api(title, { body, tag, icon: 'favicon.svg' });
    notice.onclick = () => {
      this.window?.focus();
      notice.close();
    };
  }

  private remembered(): string | null {
    return this.window?.localStorage.getItem(KEY) ?? null;
  }
}
