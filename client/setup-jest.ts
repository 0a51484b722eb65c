import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless/index.mjs';

setupZonelessTestEnv();

// jsdom lays nothing out; the code editor asks where its text is.
Range.prototype.getClientRects = () => document.createElement('i').getClientRects();
