// Fails if the generated types are not what the schema and the client's documents say now.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../schema/generated/', import.meta.url);
const contents = () =>
  readdirSync(FOLDER)
    .map((name) => `${name}\n${readFileSync(new URL(name, FOLDER), 'utf8')}`)
    .join('\n');

const before = contents();
const { status, stderr, stdout } = spawnSync('graphql-codegen', ['--config', 'codegen.ts'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status !== 0) {
  console.error(stdout, stderr);
  process.exit(1);
}
if (contents() !== before) {
  console.error('schema/generated was stale and has been made anew: commit it.');
  process.exit(1);
}
