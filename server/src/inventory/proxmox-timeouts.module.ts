import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { ProxmoxTimeouts } from '../proxmox/api-transport.js';
import { PROXMOX_TIMEOUTS } from './node-directory.js';

/** How long nodes have for an answer, for every part of the process that talks to one. */
@Module({})
export class ProxmoxTimeoutsModule {
  static forRoot(timeouts: ProxmoxTimeouts): DynamicModule {
    const provider = { provide: PROXMOX_TIMEOUTS, useValue: timeouts };
    return { module: ProxmoxTimeoutsModule, global: true, providers: [provider], exports: [provider] };
  }
}
