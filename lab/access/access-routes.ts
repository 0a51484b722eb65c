import type { Parameter } from '../api/parameters.js';
import { PveError } from '../api/pve-error.js';
import type { Route } from '../api/router.js';
import type { AccessControl } from './access-control.js';

const TEXT: Parameter = { type: 'string', optional: true };
/** Where Proxmox VE looks for permissions even if nothing was granted there. */
const KNOWN_PATHS = ['/', '/access', '/nodes', '/pool', '/sdn', '/storage', '/vms'];

/** Logging in, and asking what one may. `rootPassword` is the answering node's. */
export function accessRoutes(access: AccessControl, clusterName: string, rootPassword: string): Route[] {
  return [
    {
      method: 'POST',
      path: '/access/ticket',
      open: true,
      parameters: {
        username: { type: 'string', maxLength: 64 },
        password: { type: 'string' },
        realm: { ...TEXT, maxLength: 32 },
        otp: TEXT,
        path: { ...TEXT, maxLength: 64 },
        privs: { ...TEXT, maxLength: 64 },
        'new-format': { type: 'boolean', optional: true },
        'tfa-challenge': TEXT,
      },
      answer: ({ args }) => {
        const [name = '', realm] = args.text('username').split('@');
        const username = `${name}@${args.optional('realm') ?? realm ?? 'pam'}`;
        const { ticket, csrfToken } = access.logIn(username, args.text('password'), rootPassword);
        return { username, ticket, CSRFPreventionToken: csrfToken, clustername: clusterName, cap: {} };
      },
    },
    {
      method: 'GET',
      path: '/access/permissions',
      parameters: { path: TEXT, userid: TEXT },
      answer: ({ args, caller }) => {
        const asked = args.optional('userid');
        if (asked !== null && asked !== caller.name) {
          caller.requireAll('/access', 'Sys.Audit');
          throw new PveError(400, `the lab does not tell the permissions of '${asked}'`);
        }
        const one = args.optional('path');
        const paths = one === null ? [...new Set([...KNOWN_PATHS, ...caller.grantedPaths()])] : [one];
        const entries = paths.map((path) => [path, caller.permissionsOn(path, access.privileges)] as const);
        return Object.fromEntries(entries.filter(([, held]) => Object.keys(held).length > 0));
      },
    },
  ];
}
