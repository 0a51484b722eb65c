import { Module } from '@nestjs/common';
import { ProgressFeed } from './progress-feed.js';
import { Tail } from './tail.js';

/** The feed behind `containerProgress`. Needs a global `EventStore`. */
@Module({ providers: [ProgressFeed, Tail], exports: [ProgressFeed] })
export class ProgressModule {}
