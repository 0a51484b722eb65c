import { Module } from '@nestjs/common';
import { NodeDirectory } from './node-directory.js';

/** The registered nodes. Needs a global `CommandHandling` and `Vault`. */
@Module({ providers: [NodeDirectory], exports: [NodeDirectory] })
export class InventoryModule {}
