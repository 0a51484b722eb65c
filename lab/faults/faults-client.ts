import type { ActiveFault, Fault } from './fault.js';

/** How to reach a lab's controls; `admin` of lab.json. */
export interface LabAdmin {
  readonly url: string;
  readonly secret: string;
}

/** Sets what is to go wrong in a running lab, for tests. Every call resolves when it is so. */
export class LabFaults {
  constructor(private readonly admin: LabAdmin) {}

  /** Returns the number of the fault, for `remove` and `struck`. */
  async set(fault: Fault): Promise<number> {
    const { ids } = await this.ask<{ ids: number[] }>('POST', '/faults', fault);
    const [id] = ids;
    if (id === undefined) throw new Error('the lab has set no fault');
    return id;
  }

  /** One of the scenarios in lab/scenarios, by the name of its file. */
  async play(scenario: string): Promise<void> {
    await this.ask('POST', `/scenarios/${scenario}`);
  }

  async remove(id: number): Promise<void> {
    await this.ask('DELETE', `/faults/${id}`);
  }

  /** Removes all; nodes that were down are up again. */
  async reset(): Promise<void> {
    await this.ask('DELETE', '/faults');
  }

  list(): Promise<ActiveFault[]> {
    return this.ask('GET', '/faults');
  }

  /** How often a fault has struck so far. */
  async struck(id: number): Promise<number> {
    return (await this.list()).find((active) => active.id === id)?.struck ?? 0;
  }

  /** Makes a token that may do only what is granted: privileges by path, `/` for everywhere. */
  giveToken(
    tokenId: string,
    grants: Readonly<Record<string, readonly string[]>>,
  ): Promise<{ tokenId: string; tokenSecret: string }> {
    return this.ask('POST', '/tokens', { tokenId, grants });
  }

  /** From now on the token is unknown, also to calls of a running client. */
  async revokeToken(tokenId: string): Promise<void> {
    await this.ask('DELETE', `/tokens/${encodeURIComponent(tokenId)}`);
  }

  private async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(new URL(path, this.admin.url), {
      method,
      headers: { authorization: `Bearer ${this.admin.secret}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`the lab refused: ${JSON.stringify(answer)}`);
    return answer as Answer;
  }
}
