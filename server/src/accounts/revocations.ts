import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';

/** Tells open connections of this process that a session or token has just been ended. */
@Injectable()
export class Revocations {
  private readonly emitter = new EventEmitter();

  announce(id: string): void {
    this.emitter.emit('revoked', id);
  }

  onRevoked(listener: (id: string) => void): void {
    this.emitter.on('revoked', listener);
  }
}
