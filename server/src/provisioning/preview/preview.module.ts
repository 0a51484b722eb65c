import { Module } from '@nestjs/common';
import { InventoryModule } from '../../inventory/inventory.module.js';
import { ProvisioningPreview } from './provisioning-preview.js';

/** Looking at a run before it begins. Needs the global event store and vault. */
@Module({ imports: [InventoryModule], providers: [ProvisioningPreview], exports: [ProvisioningPreview] })
export class PreviewModule {}
