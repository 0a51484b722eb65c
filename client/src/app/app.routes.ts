import type { Routes } from '@angular/router';
import { signedIn, signedOut } from './accounts/guards.js';
import { keepHalfWritten } from './ui/half-written.js';

export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in',
    canActivate: [signedOut],
    loadComponent: () => import('./accounts/sign-in.js').then((m) => m.SignIn),
  },
  {
    path: 'setup',
    title: 'Set up',
    loadComponent: () => import('./accounts/setup.js').then((m) => m.Setup),
  },
  {
    path: '',
    canActivate: [signedIn],
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'containers' },
      {
        path: 'containers',
        title: 'Containers',
        loadComponent: () => import('./containers/container-list.js').then((m) => m.ContainerList),
      },
      {
        path: 'containers/new',
        title: 'New container',
        loadComponent: () => import('./wizard/wizard.js').then((m) => m.Wizard),
      },
      {
        path: 'containers/:id',
        title: 'Container',
        loadComponent: () => import('./containers/container-page.js').then((m) => m.ContainerPage),
      },
      {
        path: 'containers/:id/progress',
        title: 'Progress',
        loadComponent: () => import('./progress/progress-page.js').then((m) => m.ProgressPage),
      },
      {
        path: 'nodes',
        title: 'Nodes',
        loadComponent: () => import('./nodes/node-list.js').then((m) => m.NodeList),
      },
      {
        path: 'nodes/new',
        title: 'Add a node',
        loadComponent: () => import('./nodes/add-node.js').then((m) => m.AddNode),
      },
      {
        path: 'nodes/:id/edit',
        title: 'Edit a node',
        loadComponent: () => import('./nodes/edit-node.js').then((m) => m.EditNode),
      },
      {
        path: 'templates',
        title: 'Templates',
        loadComponent: () => import('./templates/template-list.js').then((m) => m.TemplateList),
      },
      {
        path: 'templates/new',
        title: 'New template',
        canDeactivate: [keepHalfWritten],
        loadComponent: () => import('./templates/template-edit-page.js').then((m) => m.TemplateEditPage),
      },
      {
        path: 'templates/package-lists',
        title: 'Package lists',
        loadComponent: () => import('./templates/package-buckets.js').then((m) => m.PackageBuckets),
      },
      {
        path: 'templates/:id/edit',
        title: 'Edit template',
        canDeactivate: [keepHalfWritten],
        loadComponent: () => import('./templates/template-edit-page.js').then((m) => m.TemplateEditPage),
      },
      {
        path: 'templates/:id',
        title: 'Template',
        loadComponent: () => import('./templates/template-page.js').then((m) => m.TemplatePage),
      },
      {
        path: 'account',
        loadComponent: () => import('./accounts/account-page.js').then((m) => m.AccountPage),
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'tokens' },
          {
            path: 'tokens',
            title: 'API tokens',
            loadComponent: () => import('./accounts/token-list.js').then((m) => m.TokenList),
          },
          {
            path: 'sessions',
            title: 'Sessions',
            loadComponent: () => import('./accounts/session-list.js').then((m) => m.SessionList),
          },
        ],
      },
      {
        path: '**',
        title: 'Not found',
        loadComponent: () => import('./ui/not-found.js').then((m) => m.NotFound),
      },
    ],
  },
];
