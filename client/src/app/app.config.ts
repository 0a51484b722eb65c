import { provideHttpClient } from '@angular/common/http';
import type { ApplicationConfig } from '@angular/core';
import { inject, provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
} from '@angular/router';
import { provideApollo } from 'apollo-angular';
import { routes } from './app.routes.js';
import { apolloOptions } from './graphql/apollo.js';
import { LostPage } from './ui/lost-page.js';
import { PageTitle } from './ui/page-title.js';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    provideHttpClient(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withNavigationErrorHandler((failed) => {
        inject(LostPage).note(failed);
      }),
    ),
    provideApollo(apolloOptions),
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
