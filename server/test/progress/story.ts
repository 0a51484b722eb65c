import type { ProgressFrame } from '../../src/provisioning/progress/progress-event.js';

/** What was told, in a form in which two ways of hearing it can be compared: frames may be cut differently. */
export function story(frames: readonly ProgressFrame[]): string[] {
  return frames
    .flatMap(({ events }) => events)
    .flatMap((event) =>
      event.__typename === 'LogLines'
        ? event.lines.map((line, index) => `${String(event.firstLine + index)} ${line}`)
        : [JSON.stringify(event)],
    );
}
