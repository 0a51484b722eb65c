import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import type { RouterStateSnapshot } from '@angular/router';
import { TitleStrategy } from '@angular/router';

/** The tab's title: that of the route, until a page says something better. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.say(this.buildTitle(snapshot) ?? '');
  }

  say(text: string): void {
    this.title.setTitle(text ? `${text} · Infrahaus` : 'Infrahaus');
  }
}
