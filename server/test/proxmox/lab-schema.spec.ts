import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessControl } from '../../../lab/access/access-control.js';
import { allRoutes } from '../../../lab/api/all-routes.js';
import type { Parameter } from '../../../lab/api/parameters.js';
import type { Route } from '../../../lab/api/router.js';
import { Cluster } from '../../../lab/cluster/cluster.js';
import { NEWEST } from '../../../lab/cluster/pve-version.js';
import { Tasks } from '../../../lab/cluster/tasks.js';
import { SimulatedRuntime } from '../../../lab/containers/simulated-runtime.js';
import { FaultBoard } from '../../../lab/faults/fault-board.js';
import { LabStore } from '../../../lab/store.js';
import { endpoints, schemaIsThere } from './api-schema.js';

const ifThere = schemaIsThere ? it : it.skip;
const why = schemaIsThere ? '' : ' (skipped: Proxmox VE’s schema is not beside the project)';

/** The root of the API is an index that the schema does not describe; neither is one container's. */
const INDEXES = ['GET /', 'GET /nodes/{node}/lxc/{vmid}'];

function routesOfLab(dataDir: string): Route[] {
  const store = new LabStore(join(dataDir, 'lab.db'));
  const faults = new FaultBoard(['a']);
  const cluster = new Cluster(
    ['a'],
    store,
    new Tasks(store, 0, faults),
    new SimulatedRuntime(dataDir),
    faults,
    NEWEST,
  );
  const access = new AccessControl('key', { tokenId: 'a@pve!b', tokenSecret: 'c' }, store, NEWEST.privileges);
  const directory = { tlsFingerprint: () => '' };
  const routes = allRoutes({ cluster, access, self: 'a', rootPassword: 'x', directory });
  store.close();
  return routes;
}

/** What both descriptions say of a parameter, in words. */
function told(
  parameter: Partial<Omit<Parameter, 'type'>> & { readonly type?: string; readonly opt?: number } = {},
): string {
  const { type = 'unknown', min = '', max = '', minLength = '', maxLength = '', optional, opt } = parameter;
  const limits = [min, max, minLength, maxLength].join('|');
  return `${optional === true || opt === 1 ? 'optional ' : ''}${type} ${limits}`;
}

describe('the lab’s own description of its API', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lab-schema-'));
  afterAll(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  ifThere(`should name the parameters of Proxmox VE’s, with the same types and limits${why}`, () => {
    const known = new Map(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));
    const create = known.get('POST /nodes/{node}/lxc')?.parameters ?? {};
    const differences = routesOfLab(dataDir).flatMap((route) => {
      const name = `${route.method} ${route.path}`;
      if (INDEXES.includes(name)) return [];
      const endpoint = known.get(name);
      if (!endpoint) return [`${name} is not known`];
      // A change takes what the creation does; the schema does not say it twice.
      const theirs = route.method === 'PUT' ? { ...create, ...endpoint.parameters } : endpoint.parameters;
      const missing = Object.keys(endpoint.parameters).filter(
        (parameter) => !(parameter in route.parameters),
      );
      const ours = Object.entries(route.parameters).map(([parameter, definition]) => ({
        ...{ parameter, ours: told(definition), theirs: told(theirs[parameter]) },
      }));
      return [
        ...missing.map((parameter) => `${name} lacks ${parameter}`),
        ...ours
          .filter((each) => each.ours !== each.theirs)
          .map((each) => `${name} ${each.parameter}: ${each.ours}, not ${each.theirs}`),
      ];
    });
    expect(differences).toEqual([]);
  });
});
