import { describeInjection } from './injection-suite.js';

describeInjection(3000);
