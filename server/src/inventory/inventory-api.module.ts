import { Module } from '@nestjs/common';
import { NodeResolver } from './graphql/node.resolver.js';
import { InventoryModule } from './inventory.module.js';

/** The nodes in GraphQL. */
@Module({ imports: [InventoryModule], providers: [NodeResolver] })
export class InventoryApiModule {}
