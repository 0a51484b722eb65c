import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formsOf } from '../server/src/provisioning/secret-forms.js';
import { Application } from './application.js';
import { ThirdParty } from './third-party.js';

const canary = (what: string) => `canary-${what}-${randomBytes(12).toString('hex')}`;
const ROOT_PASSWORD = canary('root');
const ACCOUNT_PASSWORD = canary('account');
const WRONG_PASSWORD = canary('ssh');

/** A script that does everything with its secrets that careless scripts do. */
const LEAKY = `#!/bin/bash
# Prints its secrets in every way.
set -eux
password=$(generate_password 32)
token="it's \\"$(head -c 18 /dev/urandom | base64)\\" & more"
save_credential app password "$password"
save_credential app token "$token"
echo "$password"
printf '%s\\n' "$token"
echo "$token" >&2
printf '%s' "$password" | base64
printf 'user=admin\\npassword=%s\\ntoken=%s\\nurl=http://localhost/\\n' "$password" "$token" | base64
printf '%s' "$password" | fold -w 5; echo
printf '%s' "$token" | fold -w 9; echo
printf '%q\\n' "$token"
printf 'https://admin:%s@localhost/?p=%s\\n' "$password" "$password"
printf '{"password":"%s"}' "$password"
for ((i = 0; i < \${#password}; i += 4)); do printf '%s' "\${password:i:4}"; sleep 0.02; done
cat /etc/infrahaus/credentials/app
`;
const FAILING =
  '#!/bin/sh\n. /etc/infrahaus/credentials/app 2>/dev/null\ncat /etc/infrahaus/credentials/app >&2\nexit 7\n';
const TEMPLATE = {
  ...{ title: 'Leaky', osTemplate: 'debian-12-standard', defaults: { cores: 1, memory: 256, disk: 2 } },
  packageGroups: [
    {
      ...{ name: 'leak.custom', manager: 'CUSTOM', optional: true },
      packages: ['leak|false|cat /etc/infrahaus/credentials/app >&2; exit 9'],
    },
  ],
  scripts: [
    { name: '10-leaky.sh', body: LEAKY },
    { name: '20-failing.sh', body: FAILING, optional: true },
  ],
};

describe('secrets', () => {
  let application: Application;
  let client: ThirdParty;
  /** Every answer and every frame that came over the network, and every process list that was seen. */
  const heard: string[] = [];
  const processes = new Set<string>();
  const original = globalThis.fetch;
  let watching: NodeJS.Timeout;

  beforeAll(async () => {
    application = await Application.start();
    client = await ThirdParty.introduce(application.setupUrl, ACCOUNT_PASSWORD);
    globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
      const answer = await original(...request);
      heard.push(await answer.clone().text());
      return answer;
    };
    watching = setInterval(() => {
      for (const line of commandLines()) processes.add(line);
    }, 20);
  });

  afterAll(async () => {
    clearInterval(watching);
    globalThis.fetch = original;
    expect(await application.stop()).toBe(0);
  });

  const follow = async (container: string) => {
    const frames = await client.follow(container, null);
    heard.push(JSON.stringify(frames));
    // Also what only shows once the lines are put together again.
    heard.push(frames.flatMap(({ events }) => events.flatMap(({ lines = [] }) => lines)).join(''));
    return frames.at(-1)?.events.at(-1);
  };

  it('are found nowhere but in the vault, whatever scripts and people do with them', async () => {
    await enterPrivateKeys();
    const container = await provision();
    expect(await follow(container)).toMatchObject({ __typename: 'RunEnded', outcome: 'READY' });
    // Again, so that a package group and a failing script can print what the first run has made.
    for (const upkeep of ['resyncContainer', 'refreshServices']) {
      const answer = await client.ask<Record<string, { runId?: string }>>(
        `mutation { ${upkeep}(containerId: "${container}", idempotencyKey: "again-again") { ... on RunAccepted { runId } } }`,
      );
      expect(answer[upkeep]?.runId).toBeDefined();
      expect(await follow(container)).toMatchObject({ outcome: 'READY' });
    }
    expect(heard.at(-1)).toContain('nothing changed');
    await makeErrors(container);

    const secrets = [
      ROOT_PASSWORD,
      ACCOUNT_PASSWORD,
      WRONG_PASSWORD,
      client.token,
      ...labSecrets(),
      ...(await reveal(container)),
    ];
    expect(secrets).toHaveLength(9);
    for (const [place, text] of everythingSaid()) {
      for (const [index, secret] of secrets.entries()) {
        const found = formsOf(secret).filter((form) => form.length >= 12 && text.includes(form));
        expect([place, index, found.map((form) => form.slice(0, 8))]).toEqual([place, index, []]);
      }
    }
    // That the test would find something: masks are where secrets were.
    expect(heard.join('\n').match(/••••••/g)?.length).toBeGreaterThan(20);
  });

  /** From now on the nodes are reached by a key; what a person types wrongly before must not stay anywhere either. */
  async function enterPrivateKeys(): Promise<void> {
    const { nodes } = await client.ask<{ nodes: { id: string; name: string }[] }>('{ nodes { id name } }');
    const update = `mutation ($id: ID!, $input: UpdateNodeInput!) { updateNode(id: $id, input: $input) { __typename } }`;
    for (const { id, name } of nodes) {
      const sshPrivateKey = application.lab.nodes.find((node) => node.name === name)?.sshPrivateKey;
      for (const [input, answer] of [
        [{ sshPassword: WRONG_PASSWORD }, 'NodeRefused'],
        [{ sshPrivateKey }, 'NodeUpdated'],
      ] as const) {
        expect(await client.ask(update, { id, input })).toEqual({ updateNode: { __typename: answer } });
      }
    }
  }

  async function provision(): Promise<string> {
    const { createTemplate } = await client.ask<{ createTemplate: { template: { id: string } } }>(
      `mutation ($input: TemplateInput!) { createTemplate(input: $input, idempotencyKey: "leaky-template") {
        ... on TemplateSaved { template { id } } ... on InvalidInput { problems { field reason } } } }`,
      { input: TEMPLATE },
    );
    const templateId = createTemplate.template.id;
    return client.createContainer({ templateId, access: { password: ROOT_PASSWORD } });
  }

  /** Every kind of answer that quotes what was sent, or what went wrong. */
  async function makeErrors(container: string): Promise<void> {
    const wrong = client.createContainer({ hostname: '-', access: { password: ROOT_PASSWORD } });
    await expect(wrong).rejects.toThrow();
    const signIn = 'mutation ($password: String!) { signIn(input: { password: $password, name: 1 }) { x } }';
    await expect(client.ask(signIn, { password: ACCOUNT_PASSWORD })).rejects.toThrow();
    await client.ask('{ containers { id state } nodes { id name } templates { id title } }');
    await client.ask(
      `{ container(id: "${container}") { version services { name credentials { id key } } run { failure { message } } } }`,
    );
    await client.ask(`{ containerDraft(id: "${container}") { hostname } }`);
  }

  /** What only a person sees who asks for it, so not by way of what is listened to. */
  async function reveal(container: string): Promise<string[]> {
    const query = `{ container(id: "${container}") { services { credentials { id key } } } }`;
    const { container: found } = await client.ask<{
      container: { services: { credentials: { id: string; key: string }[] }[] };
    }>(query);
    const values: string[] = [];
    for (const { id } of found.services.flatMap(({ credentials }) => credentials)) {
      const mutation = `mutation { revealCredential(containerId: "${container}", credentialId: "${id}") { ... on RevealedCredential { value } } }`;
      const answer = await original(`${client.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${client.token}` },
        body: JSON.stringify({ query: mutation }),
      });
      const { data } = (await answer.json()) as { data: { revealCredential: { value: string } } };
      values.push(data.revealCredential.value);
    }
    return values;
  }

  /** By what the application reaches the lab: the token, the SSH password and, of the key, a line of its secret half. */
  function labSecrets(): string[] {
    const [node] = application.lab.nodes;
    const lines = node!.sshPrivateKey.split('\n').filter((line) => /^[\w+/=]{60,}$/.test(line));
    return [node!.tokenSecret, node!.sshPassword, lines.at(-1)!];
  }

  /** The lab is another machine; of the application's own files two are the keys to all the others. */
  function everythingSaid(): [string, string][] {
    const files = filesBelow(application.dataDir).filter(
      (file) => !file.startsWith(join(application.dataDir, 'lab')),
    );
    expect(files.some((file) => file.includes('event-store'))).toBe(true);
    expect(files.some((file) => file.includes('read-models'))).toBe(true);
    return [
      ...files.map((file): [string, string] => [file, readFileSync(file, 'latin1')]),
      ['answers and frames', heard.join('\n')],
      ['process lists', [...processes].join('\n')],
      ['output', application.output],
    ];
  }
});

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return [];
      }
    });
}
