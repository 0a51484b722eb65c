import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { NodeToolsResolver } from './graphql/node-tools.resolver.js';
import { NodeResolver } from './graphql/node.resolver.js';
import { InventoryModule } from './inventory.module.js';

/** The nodes in GraphQL. */
@Module({ imports: [CqrsModule, InventoryModule], providers: [NodeResolver, NodeToolsResolver] })
export class InventoryApiModule {}
