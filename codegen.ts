import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { DateTime: 'string', Cursor: 'string' };

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
    'schema/generated/client.ts': {
      documents: 'client/src/**/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { scalars, enumsAsTypes: true, useTypeImports: true },
    },
  },
};
export default config;
