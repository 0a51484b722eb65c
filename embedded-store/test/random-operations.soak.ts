import { Random } from './random.js';
import { RandomOperations } from './random-operations.js';
import { StoreProcesses } from './store-process.js';

const processes = new StoreProcesses();

it('should make the same of many random operations as the model does', async () => {
  const random = Random.fromEnvironment();
  for (let sequence = 0; sequence < 100; sequence++)
    await new RandomOperations(processes.freshFolder(), random).run(100);
}, 900_000);
