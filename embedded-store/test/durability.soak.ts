import { KillRounds } from './kill-rounds.js';
import { Random } from './random.js';
import { StoreProcesses } from './store-process.js';

const processes = new StoreProcesses();

it('should lose nothing in 200 kills at random instants under load', async () => {
  await new KillRounds(processes, Random.fromEnvironment()).run(200);
}, 900_000);
