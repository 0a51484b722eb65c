import presets from 'jest-preset-angular/presets/index.js';

const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/** A project of Node tests: TypeScript as ES modules, compiled by swc. */
const node = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...more,
});

const integration = '/test/';
/** Every request to a Proxmox VE API that these make is compared with Proxmox VE's own schema. */
const requestsChecked = { setupFilesAfterEnv: ['<rootDir>/server/test/proxmox/requests-checked.ts'] };

export default {
  // Far beyond what anything takes, for tests and hooks alike: machines are shared and slow, and what waits for ever is
  // told all the same. Only what takes minutes on a fast machine states a limit of its own.
  testTimeout: 300_000,
  projects: [
    node('unit', ['<rootDir>/{server/src,embedded-store,lab,launcher,schema,scripts}/**/*.spec.ts'], {
      testPathIgnorePatterns: ['/node_modules/', integration],
    }),
    node(
      'integration',
      ['<rootDir>/{server,embedded-store,lab,launcher}/test/**/*.spec.ts'],
      requestsChecked,
    ),
    node('e2e', ['<rootDir>/e2e/**/*.spec.ts'], requestsChecked),
    node('lxc', ['<rootDir>/{lab,e2e}/**/*.lxc.ts'], requestsChecked),
    node('soak', ['<rootDir>/{server,embedded-store,lab,e2e}/**/*.soak.ts'], requestsChecked),
    {
      ...presets.createEsmPreset({ tsconfig: '<rootDir>/client/tsconfig.spec.json' }),
      displayName: 'client',
      testMatch: ['<rootDir>/client/src/**/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/client/setup-jest.ts'],
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^tslib$': 'tslib/tslib.es6.js' },
    },
  ],
};
