import { Module } from '@nestjs/common';
import { NodeScriptLibrary } from './node-scripts.js';
import { NodeDirectory } from './node-directory.js';

/** The registered nodes. Needs a global `CommandHandling` and `Vault`. */
@Module({ providers: [NodeDirectory, NodeScriptLibrary], exports: [NodeDirectory, NodeScriptLibrary] })
export class InventoryModule {}
