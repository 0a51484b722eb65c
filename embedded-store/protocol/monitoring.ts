import type { Metadata, ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { EventLog } from '../log/event-log.js';
import type { StatsReq, StatsResp } from './generated.js';
import { monitoring } from './generated.js';
import { accessDenied, closingDown } from './protocol-error.js';

const PERIOD_MS = { least: 100, most: 3_600_000 };

/** EventStoreDB's Monitoring.Stats: the counters at once, and then again at the interval that was asked for. */
export function monitoringService(
  log: EventLog,
  mayUse: (metadata: Metadata) => boolean,
  closing: AbortSignal,
): UntypedServiceImplementation {
  return {
    stats: (call: ServerWritableStream<StatsReq, StatsResp>) => {
      if (mayUse(call.metadata)) report(log, call, closing);
      else call.emit('error', accessDenied());
    },
  };
}

function report(log: EventLog, call: ServerWritableStream<StatsReq, StatsResp>, closing: AbortSignal): void {
  const wanted = Number(call.request.getRefreshTimePeriodInMs());
  const period = Math.min(PERIOD_MS.most, Math.max(PERIOD_MS.least, wanted));
  let taken = call.write(statsOf(log));
  call.on('drain', () => {
    taken = true;
  });
  const timer = setInterval(() => {
    if (taken) taken = call.write(statsOf(log));
  }, period);
  const close = () => {
    call.emit('error', closingDown());
  };
  closing.addEventListener('abort', close);
  const forget = () => {
    clearInterval(timer);
    closing.removeEventListener('abort', close);
  };
  call.on('close', forget).on('cancelled', forget);
}

function statsOf(log: EventLog): StatsResp {
  const { counters } = log;
  const response = new monitoring.StatsResp();
  const stats = response.getStatsMap();
  const figures = {
    healthy: log.isHealthy(),
    damages: log.damage.count,
    appends: counters.appends,
    events: counters.events,
    bytes: counters.bytes,
    reads: counters.reads,
    subscriptions: counters.subscriptions,
    commits: counters.commits,
    'failed-commits': counters.failedCommits,
    'commit-latency-p50-ms': counters.commitLatency(0.5).toFixed(2),
    'commit-latency-p99-ms': counters.commitLatency(0.99).toFixed(2),
    'last-position': log.reader.tailPosition(),
    'resident-memory-bytes': process.memoryUsage.rss(),
    'uptime-s': Math.floor(process.uptime()),
  };
  for (const [name, value] of Object.entries(figures)) stats.set(name, String(value));
  return response;
}
