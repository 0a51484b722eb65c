import { describeInjection } from './injection-suite.js';

describeInjection(300);
