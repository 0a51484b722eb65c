import type { StoredEvent } from '../log/event.js';
import { encodedEvent } from './event-encoding.js';
import { streams } from './generated.js';
import { eventResponse } from './messages.js';

const event: StoredEvent = {
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  stream: 'container-1',
  revision: 3n,
  position: 300n,
  type: 'Told',
  contentType: 'application/json',
  created: 1_700_000_000_123,
  data: Buffer.from('{"a":1}'),
  metadata: Buffer.from('{}'),
};

it.each([
  ['an ordinary one', event],
  ['names of other scripts', { ...event, stream: 'Übung-日本語-🎈', type: 'Größe geändert' }],
  [
    'no bytes and the lowest numbers',
    { ...event, revision: 0n, data: new Uint8Array(), metadata: new Uint8Array() },
  ],
  ['the highest numbers', { ...event, revision: 2n ** 63n - 1n, position: 2n ** 63n - 1n }],
  ['a megabyte', { ...event, data: Buffer.alloc(1_048_576, 'x'), metadata: Buffer.alloc(200, 'y') }],
])('should encode an event as the generated code does: %s', (_what, given) => {
  const decoded = streams.ReadResp.deserializeBinary(encodedEvent(given));
  expect(decoded.toObject()).toEqual(eventResponse(given, false).toObject());
});
