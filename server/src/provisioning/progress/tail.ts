import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { EventStore } from '../../event-store/event-store.js';
import type { RecordedEvent } from '../../event-store/event-store.js';
import type { ChannelLimits } from './channel.js';
import { Channel } from './channel.js';
import { containerStream, logStream } from './run-history.js';

const LIMITS: ChannelLimits = { maxEvents: 4_000, maxBytes: 4 * 1024 * 1024 };
const RETRY_MS = 1_000;
const PREFIXES = ['container-', 'containerLog-'];

/**
 * The one subscription of a process to what happens in containers. It hands events to the channels of the containers
 * that somebody watches, and lets the rest go.
 */
@Injectable()
export class Tail implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Tail.name);
  private readonly channels = new Map<string, Channel>();
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  /** Everything up to here was handed over. */
  private seen = -1n;

  constructor(private readonly store: EventStore) {}

  async onModuleInit(): Promise<void> {
    // Not from "end", which would leave open where that was: the channels must know what they cover.
    this.seen = await this.store.tailPosition();
    this.following = this.follow();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.followOnce(signal);
      } catch (error) {
        this.logger.error(`The live tail broke: ${error instanceof Error ? error.message : String(error)}`);
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    const after = this.seen < 0n ? 'start' : this.seen;
    for await (const message of this.store.subscribeToAll({ after, prefixes: PREFIXES, signal })) {
      if (message.kind === 'event') this.handOver(message.event);
    }
  }

  private handOver(event: RecordedEvent): void {
    if (event.position <= this.seen) return;
    this.seen = event.position;
    const container = event.stream.slice(event.stream.indexOf('-') + 1);
    const channel = this.channels.get(container);
    if (channel && (event.stream === containerStream(container) || event.stream === logStream(container))) {
      channel.add(event);
    }
  }

  /** The channel of a container, until as many `leave` as there were `join`. */
  join(container: string): Channel {
    const channel = this.channels.get(container) ?? new Channel(this.store, container, this.seen, LIMITS);
    this.channels.set(container, channel);
    channel.watchers++;
    return channel;
  }

  leave(channel: Channel): void {
    channel.watchers--;
    if (channel.watchers === 0) this.channels.delete(channel.container);
  }

  /** Containers that somebody watches, for health reports and tests. */
  get watched(): readonly Channel[] {
    return [...this.channels.values()];
  }
}
