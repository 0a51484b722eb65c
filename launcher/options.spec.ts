import { resolve } from 'node:path';
import { parseLauncherOptions } from './options.js';

describe('the launcher’s options', () => {
  it('should keep the data in .data with the lab by default', () => {
    expect(parseLauncherOptions([], {})).toEqual({
      help: false,
      lab: true,
      sharesStore: false,
      dataDir: resolve('.data'),
      serverArgs: [],
    });
  });

  it('should take the data directory from either form of the option, before the environment', () => {
    const env = { INFRAHAUS_DATA_DIR: '/elsewhere' };
    expect(parseLauncherOptions(['--data-dir', '/a'], env).dataDir).toBe('/a');
    expect(parseLauncherOptions(['--data-dir=/b'], env).dataDir).toBe('/b');
    expect(parseLauncherOptions([], env).dataDir).toBe('/elsewhere');
  });

  it('should let a worker share the event store of a server, without a lab, and refuse one without', () => {
    expect(() => parseLauncherOptions(['--role', 'worker'], {})).toThrow('needs the event store of a server');
    const options = parseLauncherOptions(['--role=worker', '--eventstore-url-file', '/store.json'], {});
    expect(options).toMatchObject({ lab: false, sharesStore: true });
    expect(parseLauncherOptions([], { EVENTSTORE_URL: 'esdb://there' }).sharesStore).toBe(true);
  });

  it('should start no lab when told so or in production, and pass the rest on to the server', () => {
    const options = parseLauncherOptions(['--no-lab', '--port', '8080'], {});
    expect(options.lab).toBe(false);
    expect(options.serverArgs).toEqual(['--port', '8080']);
    expect(parseLauncherOptions([], { NODE_ENV: 'production' }).lab).toBe(false);
  });
});
