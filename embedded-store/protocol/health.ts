import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { EventLog } from '../log/event-log.js';
import { StreamsService } from './generated.js';
import { ProtocolError } from './protocol-error.js';

/** `ServingStatus` of https://github.com/grpc/grpc/blob/master/doc/health-checking.md. */
const SERVING = 1;
const NOT_SERVING = 2;
const STREAMS = StreamsService.read.path.split('/')[1] ?? '';

interface HealthRequest {
  readonly service: string;
}

/** The one method of grpc.health.v1.Health that probes call, written by hand: each message has a single field. */
export const HealthService = {
  check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: ({ service }: HealthRequest) =>
      Buffer.concat([Buffer.from([0x0a, service.length]), Buffer.from(service)]),
    requestDeserialize: requestIn,
    responseSerialize: (serving: number) => Buffer.from([0x08, serving]),
    responseDeserialize: (message: Buffer) => message[1] ?? 0,
  },
} as const;

/** The first field, a string that is shorter than 128 bytes; anything else is no service of ours. */
function requestIn(message: Buffer): HealthRequest {
  return { service: message.subarray(2).toString('utf8') };
}

/** Asked without credentials, as probes have none; it tells nothing but whether the log can be read and written. */
export function healthService(log: EventLog): UntypedServiceImplementation {
  return {
    check: ({ request }: ServerUnaryCall<HealthRequest, number>, callback: sendUnaryData<number>) => {
      if (request.service !== '' && request.service !== STREAMS)
        callback(new ProtocolError(status.NOT_FOUND, 'There is no such service.'));
      else callback(null, log.isHealthy() ? SERVING : NOT_SERVING);
    },
  };
}
