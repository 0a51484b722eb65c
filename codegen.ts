import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { DateTime: 'string', Cursor: 'string' };

/** Features with documents of their own file, so that a browser loads them with the feature and not at first. */
const LAZY = ['client/src/app/templates/*.graphql', 'client/src/app/wizard/*.graphql'];

/** Types and documents of the client's operations. */
function ofClient(documents: string | string[]) {
  return {
    documents,
    plugins: ['typescript-operations', 'typed-document-node'],
    config: { scalars, enumsAsTypes: true, useTypeImports: true },
  };
}

const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  generates: {
    'schema/generated/server.ts': {
      plugins: ['typescript'],
      config: {
        scalars,
        enumsAsTypes: true,
        useTypeImports: true,
        avoidOptionals: { field: true, inputValue: false, object: true, defaultValue: true },
      },
    },
    'schema/generated/client.ts': ofClient([
      'client/src/**/*.graphql',
      ...LAZY.map((feature) => `!${feature}`),
    ]),
    'schema/generated/templates.ts': ofClient('client/src/app/templates/*.graphql'),
    'schema/generated/wizard.ts': ofClient('client/src/app/wizard/*.graphql'),
  },
};
export default config;
