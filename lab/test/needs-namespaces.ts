import { whyNoNamespaces } from '../containers/choose-runtime.js';
import { TemporaryDirectories } from './lab-client.js';

const directories = new TemporaryDirectories();
const reason = await whyNoNamespaces(directories.make());
directories.removeAll();

/**
 * Groups tests that need real containers. Where this system has none they are skipped, and their title says why; with
 * INFRAHAUS_REQUIRE_NAMESPACES=1 they run, and fail, instead.
 */
export function describeWithNamespaces(title: string, tests: () => void): void {
  if (reason === null || process.env['INFRAHAUS_REQUIRE_NAMESPACES'] === '1') describe(title, tests);
  else describe.skip(`${title} (needs Linux namespaces: ${reason})`, tests);
}
