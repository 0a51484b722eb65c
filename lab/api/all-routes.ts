import type { AccessControl } from '../access/access-control.js';
import { accessRoutes } from '../access/access-routes.js';
import type { Cluster } from '../cluster/cluster.js';
import { clusterRoutes } from './cluster-routes.js';
import { containerRoutes } from './container-routes.js';
import type { NodeDirectory } from './node-directory.js';
import { nodeRoutes } from './node-routes.js';
import { poolRoutes } from './pool-routes.js';
import type { Route } from './router.js';
import { taskRoutes } from './task-routes.js';

/** Every call that the node `self` answers, for itself or passed on to another one. */
export function allRoutes(parts: {
  readonly cluster: Cluster;
  readonly access: AccessControl;
  readonly self: string;
  readonly rootPassword: string;
  readonly directory: NodeDirectory;
}): Route[] {
  const { cluster, access, self, rootPassword, directory } = parts;
  return [
    ...accessRoutes(access, cluster.nodes.length > 1 ? 'lab' : self, rootPassword),
    ...clusterRoutes(cluster, directory, self),
    ...poolRoutes(cluster),
    ...nodeRoutes(cluster),
    ...containerRoutes(cluster),
    ...taskRoutes(cluster),
  ];
}
