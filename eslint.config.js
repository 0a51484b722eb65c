import eslint from '@eslint/js';
import graphql from '@graphql-eslint/eslint-plugin';
import angular from 'angular-eslint';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** The dependency rule of ARCHITECTURE.md: which element may import which. Anything unlisted is an error. */
const ELEMENTS = [
  ['generated', 'schema/generated'],
  ['rules', 'schema/rules'],
  ['domain', 'server/src/{containers,inventory,accounts,templates,secrets}/domain'],
  ['saga', 'server/src/provisioning/saga'],
  ['phases', 'server/src/provisioning/phases'],
  ['progress', 'server/src/provisioning/progress'],
  ['preview', 'server/src/provisioning/preview'],
  ['provisioning', 'server/src/provisioning'],
  ['commands', 'server/src/*/commands'],
  ['projections', 'server/src/*/projections'],
  ['queries', 'server/src/*/queries'],
  ['graphql', 'server/src/*/graphql'],
  ['assets', 'server/src/assets'],
  ['event-store', 'server/src/event-store'],
  ['read-store', 'server/src/read-store'],
  ['secrets', 'server/src/secrets'],
  ['inventory', 'server/src/inventory'],
  ['proxmox', 'server/src/proxmox'],
  ['ssh', 'server/src/ssh'],
  ['access', 'server/src/accounts'],
  ['http', 'server/src/http'],
  ['templates', 'server/src/templates'],
  ['wiring', 'server/src'],
  ['embedded-store', 'embedded-store'],
  ['lab', 'lab'],
  ['launcher', 'launcher'],
  ['client', 'client/src'],
].map(([type, pattern]) => ({ type, pattern }));

const ALLOWED = {
  generated: [],
  rules: [],
  domain: ['rules'],
  saga: ['domain', 'rules'],
  phases: ['domain', 'rules', 'proxmox', 'ssh', 'assets'],
  provisioning: ['domain', 'saga', 'phases', 'event-store', 'read-store', 'secrets'],
  commands: ['domain', 'event-store', 'secrets', 'rules'],
  projections: ['domain', 'read-store', 'event-store'],
  queries: ['domain', 'read-store', 'projections', 'event-store'],
  progress: ['domain', 'event-store', 'read-store'],
  preview: ['domain', 'rules', 'phases', 'inventory', 'event-store'],
  inventory: ['domain', 'rules', 'proxmox', 'ssh', 'secrets', 'event-store', 'assets'],
  templates: ['domain', 'event-store', 'rules'],
  access: ['domain', 'event-store'],
  http: ['access', 'domain', 'rules'],
  graphql: [
    'commands',
    'queries',
    'progress',
    'preview',
    'inventory',
    'proxmox',
    'domain',
    'generated',
    'rules',
    'access',
    'templates',
    'http',
  ],
  secrets: ['event-store', 'domain'],
  'event-store': [],
  'read-store': ['event-store'],
  assets: [],
  proxmox: [],
  ssh: [],
  'embedded-store': [],
  lab: [],
  launcher: [],
  client: ['generated', 'rules'],
};
const PURE = ['domain', 'saga', 'rules'];
const TESTS = [
  '**/*.spec.ts',
  '**/*.soak.ts',
  '**/*.lxc.ts',
  '**/test/**/*.ts',
  'e2e/**/*.ts',
  'bench/**/*.ts',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', '.angular/', 'schema/generated/'] },
  {
    files: ['**/*.ts'],
    extends: [eslint.configs.recommended, ...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: [{ name: 'bigint', from: 'lib' }] },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.ts'],
    ignores: TESTS,
    plugins: { boundaries },
    settings: {
      'boundaries/elements': ELEMENTS,
      'import/resolver': { typescript: { alwaysTryTypes: true } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          policies: [
            { allow: { to: { module: { origin: 'external' } } } },
            { allow: { to: { module: { origin: 'core' } } } },
            ...Object.entries(ALLOWED).map(([type, types]) => ({
              from: { element: { type } },
              allow: { to: { element: { types: { anyOf: [type, ...types] } } } },
            })),
            { from: { element: { type: 'wiring' } }, allow: { to: { element: { type: '*' } } } },
            {
              from: { file: { path: '**/*.module.ts' } },
              allow: { to: { element: { type: '*' } } },
            },
            ...PURE.flatMap((type) => [
              { from: { element: { type } }, disallow: { to: { module: { origin: 'external' } } } },
              { from: { element: { type } }, disallow: { to: { module: { origin: 'core' } } } },
            ]),
          ],
        },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['client/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'ih', style: 'kebab-case' }],
      '@angular-eslint/component-class-suffix': 'off',
    },
  },
  {
    files: ['client/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
  {
    files: ['schema/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/*.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          ignoredSelectors: ['FieldDefinition > InputValueDefinition'],
        },
      ],
      '@graphql-eslint/naming-convention': ['error', { types: 'PascalCase', FieldDefinition: 'camelCase' }],
    },
  },
);
