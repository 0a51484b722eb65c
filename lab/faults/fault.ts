/** Which of the calls that match are affected: from the `nth` one on (default 1), `times` of them (default 1; 0 = until removed). */
export interface Counted {
  readonly nth?: number;
  readonly times?: number;
}

export type ApiEffect =
  /** The answer comes later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Nothing happens, and this is the answer; also 401, 595, 596 and 599. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly message: string;
      readonly errors?: Readonly<Record<string, string>>;
    }
  /** Nothing happens, and the connection breaks. */
  | { readonly kind: 'reset' }
  /** Nothing happens, and no answer comes while the client waits. */
  | { readonly kind: 'hang' }
  /** What was asked for happens, and the connection breaks instead of an answer. */
  | { readonly kind: 'lose-reply' }
  /** The connection breaks after so many bytes of the answer's body. */
  | { readonly kind: 'cut'; readonly bytes: number };

export type TaskEffect =
  /** The task does nothing, or its work if `afterWork`, and ends in this status: an error text or `WARNINGS: n`. */
  | { readonly kind: 'end'; readonly status: string; readonly afterWork?: boolean }
  /** The worker is killed after so many log lines (default 0): no clean-up, `unexpected status`, a lock that stays. */
  | { readonly kind: 'kill'; readonly lines?: number }
  | { readonly kind: 'delay'; readonly ms: number };

export type SshEffect =
  /** The log-in is refused. */
  | { readonly kind: 'reject' }
  /** The host shows another key. */
  | { readonly kind: 'other-host-key' }
  /** The connection is taken, and nothing ever comes over it. */
  | { readonly kind: 'half-open' }
  /** The connection breaks after the host has sent so many bytes. */
  | { readonly kind: 'cut'; readonly bytes: number };

export type CommandEffect =
  /** The connection breaks after so many bytes of output. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** After so many bytes of output nothing comes any more, and the connection stays. */
  | { readonly kind: 'freeze'; readonly bytes: number }
  /** The command starts later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Output comes no faster than this. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** So many lines of noise come before the output. */
  | { readonly kind: 'flood'; readonly lines: number }
  /** The command is not executed, and this is how it ends. */
  | { readonly kind: 'exit'; readonly code: number; readonly stderr?: string };

export type NodeEffect =
  /** The machine is off: no port answers, its containers are dead, its tasks have ended as `unexpected status`. */
  | { readonly kind: 'down' }
  /** Off, and on again after so many milliseconds (default 2,000). */
  | { readonly kind: 'reboot'; readonly ms?: number }
  /** No port answers; all goes on inside. */
  | { readonly kind: 'unreachable' }
  /** One of its two ports refuses connections. */
  | { readonly kind: 'refuse'; readonly service: 'api' | 'ssh' };

/** One thing that goes wrong. `node` is a node's name or its number; without it, every node is meant. */
export type Fault =
  | (Counted & {
      readonly on: 'api';
      readonly node?: string;
      readonly method?: string;
      /** A path behind /api2/json; `*` stands for one part of it, `**` for any rest. */
      readonly path?: string;
      readonly effect: ApiEffect;
    })
  | (Counted & {
      readonly on: 'task';
      readonly node?: string;
      /** Such as vzcreate. */
      readonly type?: string;
      readonly vmid?: number;
      readonly effect: TaskEffect;
    })
  | (Counted & { readonly on: 'ssh'; readonly node?: string; readonly effect: SshEffect })
  | (Counted & {
      readonly on: 'command';
      readonly node?: string;
      /** A part of the command line. */
      readonly command?: string;
      readonly effect: CommandEffect;
    })
  /** No space is left on a storage, until removed. */
  | {
      readonly on: 'storage';
      readonly node?: string;
      readonly storage: string;
      readonly effect: { readonly kind: 'full' };
    }
  | { readonly on: 'node'; readonly node: string; readonly effect: NodeEffect };

export type FaultKind = Fault['on'];
export type FaultOn<Kind extends FaultKind> = Extract<Fault, { readonly on: Kind }>;

/** A fault that is set, with the number of times that it has struck. */
export interface ActiveFault {
  readonly id: number;
  readonly fault: Fault;
  readonly matched: number;
  readonly struck: number;
}
