/** The container was already reached by a newer attempt or claim of another worker: this one has no say any more. */
export class StaleClaim extends Error {
  override readonly name = 'StaleClaim';
  constructor() {
    super('Another worker has taken this container over.');
  }
}
