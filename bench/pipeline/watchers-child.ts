import { WebSocket } from 'ws';

// Many watchers of one run, each on a socket of its own. Reports when all have seen the past and when all have seen the
// last line. Clients share the machine with the server, so only some look at every line; the others look for the last.

const [url = '', token = '', container = '', watchers = '', past = '', all = ''] = process.argv.slice(2);
const COUNT = Number(watchers);
const OPENING_AT_A_TIME = 64;
const EVERY_LINE_OF_ONE_IN = 50;
const LAST_LINE = Buffer.from(`"${String(Number(all) - 1)} x`);
const LAST_OF_PAST = Number(past) - 1;
const CAUGHT_UP = Buffer.from('"caughtUp":true');

const QUERY = `subscription ContainerProgress($container: ID!) {
  containerProgress(containerId: $container) {
    cursor caughtUp terminal
    events {
      __typename at
      ... on PhaseProgress { phase state percent }
      ... on LogLines { phase step stream firstLine lines }
    }
  }
}`;

interface Next {
  readonly type: string;
  readonly payload?: {
    readonly data: {
      readonly containerProgress: { events: readonly { firstLine?: number; lines?: string[] }[] };
    };
  };
}

/** Fails the benchmark if a line is missing, twice there or out of order. */
class LineCheck {
  next = 0;

  take(frame: Buffer): void {
    const { type, payload } = JSON.parse(frame.toString()) as Next;
    if (type !== 'next' || !payload) throw new Error(`Not a frame of the run: ${frame.toString()}`);
    for (const { firstLine, lines = [] } of payload.data.containerProgress.events) {
      if (lines.length === 0) continue;
      const numbers = lines.map((line) => parseInt(line, 10));
      if (firstLine !== this.next || numbers.some((number, index) => number !== this.next + index)) {
        throw new Error(`Expected line ${String(this.next)}, got ${String(firstLine)}.`);
      }
      this.next += lines.length;
    }
  }
}

let caughtUp = 0;
let done = 0;
let frames = 0;
let bytes = 0;

function watch(index: number, opened: () => void): void {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const check = index % EVERY_LINE_OF_ONE_IN === 0 ? new LineCheck() : null;
  let live = false;
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  });
  socket.once('message', () => {
    const payload = { query: QUERY, variables: { container } };
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    opened();
    socket.on('message', (frame: Buffer) => {
      frames++;
      bytes += frame.length;
      check?.take(frame);
      if (!live && frame.includes(CAUGHT_UP)) {
        live = true;
        if (check && check.next <= LAST_OF_PAST) throw new Error('Lines of the past are missing.');
        if (++caughtUp === COUNT) say('caught-up');
      }
      if (frame.includes(LAST_LINE) && ++done === COUNT) say('done');
    });
  });
  socket.on('close', (code) => {
    throw new Error(`The server closed a socket with ${String(code)}.`);
  });
}

function say(what: string): void {
  process.send?.({ what, at: Date.now(), frames, bytes });
  frames = 0;
  bytes = 0;
}

let started = 0;
const startNext = () => {
  if (started < COUNT) watch(started++, startNext);
};
process.on('message', () => {
  for (let n = 0; n < OPENING_AT_A_TIME; n++) startNext();
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.send?.({});
