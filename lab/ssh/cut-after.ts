import type { Socket } from 'node:net';

/** Breaks a connection once this side has sent so many bytes over it. */
export function cutAfter(socket: Socket, bytes: number): void {
  let left = bytes;
  const write = socket._write.bind(socket);
  const limited: Socket['_write'] = (chunk: Buffer, encoding, done) => {
    if (chunk.length < left) {
      left -= chunk.length;
      write(chunk, encoding, done);
      return;
    }
    write(chunk.subarray(0, left), encoding, () => socket.destroy());
  };
  socket._write = limited;
  // Without this, several chunks would go out together and past the count.
  Object.defineProperty(socket, '_writev', { value: null });
}
