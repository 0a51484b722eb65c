import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { sendUnaryData, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { generate } from 'selfsigned';
import type { AppendReq, AppendResp, ReadReq } from '../../embedded-store/protocol/generated.js';
import {
  ServerFeaturesService,
  shared,
  streams,
  StreamsService,
} from '../../embedded-store/protocol/generated.js';
import { eventResponse } from '../../embedded-store/protocol/messages.js';
import { serverFeatures } from '../../embedded-store/protocol/server-features.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What the protocol and gRPC cost without any store: every append is accepted, every read is answered with messages
// that were prepared, as many as it asks for.

const success = new streams.AppendResp.Success().setCurrentRevision('0').setNoPosition(new shared.Empty());
const accepted = new streams.AppendResp().setSuccess(success);
const events = Array.from({ length: 256 }, (_value, n) => ({
  id: randomUUID(),
  stream: `seeded-${String(n)}`,
  revision: BigInt(n),
  position: BigInt(n),
  type: 'Seeded',
  contentType: 'application/json',
  created: Date.now(),
  data: Buffer.from(JSON.stringify({ n, text: 'x'.repeat(170) })),
  metadata: new Uint8Array(),
}));
const prepared = events.map((event) => Buffer.from(eventResponse(event, false).serializeBinary()));

async function streamPrepared(call: ServerWritableStream<ReadReq, Buffer>): Promise<void> {
  const count = Number(call.request.getOptions()?.getCount());
  for (let n = 0; n < count; n++) {
    if (n % 256 === 0) await nextTurn();
    if (!call.write(prepared[n % prepared.length] ?? Buffer.alloc(0)))
      await new Promise((resolve) => call.once('drain', resolve));
  }
  call.end();
}

const server = new Server();
const identity = (message: Buffer) => message;
server.addService(
  { ...StreamsService, read: { ...StreamsService.read, responseSerialize: identity } },
  {
    append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
      call
        .on('data', () => undefined)
        .on('end', () => {
          callback(null, accepted);
        });
    },
    read: (call: ServerWritableStream<ReadReq, Buffer>) => void streamPrepared(call),
  },
);
server.addService(ServerFeaturesService, serverFeatures());
const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
});
const folder = mkdtempSync(join(tmpdir(), 'bench-bare-'));
const certificate = join(folder, 'tls.pem');
writeFileSync(certificate, cert);
const credentials = ServerCredentials.createSsl(null, [
  { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) },
]);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(1));
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  const url = `esdb://admin:bare@localhost:${String(port)}?tls=true&tlsCAFile=${encodeURIComponent(certificate)}`;
  process.send?.({ url });
});
