import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from './generated.js';

/** Bytes are a message that is encoded already. */
export type Answer = ReadResp | Buffer;

/** The answering side of a read: it waits for a slow reader instead of piling up what was not yet taken. */
export class Outlet {
  private readonly ended = new AbortController();
  private drained: () => void = () => undefined;

  /** @param closing aborted when the store ends */
  constructor(
    private readonly call: ServerWritableStream<ReadReq, Answer>,
    closing: AbortSignal,
  ) {
    const end = () => {
      this.ended.abort();
      this.drained();
    };
    closing.addEventListener('abort', end);
    call.on('cancelled', end).on('close', () => {
      closing.removeEventListener('abort', end);
      end();
    });
    call.on('drain', () => {
      this.drained();
    });
    if (call.cancelled || closing.aborted) end();
  }

  /** Aborted once nobody listens any more. */
  get over(): AbortSignal {
    return this.ended.signal;
  }

  /** Undefined if more can be sent at once. */
  send(response: Answer): Promise<void> | undefined {
    if (this.over.aborted || this.call.write(response)) return undefined;
    return new Promise((resolve) => {
      this.drained = resolve;
    });
  }
}
