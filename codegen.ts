import { basename } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { DateTime: 'string', Cursor: 'string' };

/** Features with documents of their own file, so that a browser loads them with the feature and not at first. */
const LAZY = ['containers/archive', 'nodes', 'templates', 'wizard'];
const documentsOf = (feature: string) => `client/src/app/${feature}/*.graphql`;

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
      ...LAZY.map((feature) => `!${documentsOf(feature)}`),
    ]),
    ...Object.fromEntries(
      LAZY.map((feature) => [`schema/generated/${basename(feature)}.ts`, ofClient(documentsOf(feature))]),
    ),
  },
};
export default config;
