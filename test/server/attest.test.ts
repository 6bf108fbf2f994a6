// A person's answer becomes an edit of the attestations file, and the report follows the buffer.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { ATTEST_REQUEST, type AttestAnswer } from '../../src/server/protocol';
import { makeFolder, TestClient, uriOf } from './lsp';

describe('attesting in the editor', () => {
  let folder: string;
  let client: TestClient;

  before(async () => {
    folder = makeFolder({ 'src/index.ts': 'export const answer = 42;\n' });
    client = await TestClient.start({ folders: [folder], options: { mayRunGit: false, cacheFolder: null } });
  });

  after(async () => {
    await client.stop();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  const attest = (params: object): Promise<AttestAnswer> =>
    client.connection.sendRequest(ATTEST_REQUEST, { folder: uriOf(folder), id: 'att-on-call', said: 'x', ...params });

  it('asks for a name where git is not asked', async () => {
    assert.deepEqual(await attest({}), { needsName: true });
  });

  it('gives one edit that creates the file, with the address and the words apart', async () => {
    const answer = await attest({ by: 'Ana', said: 'roster https://x.example/rota for May' });
    assert.ok('edit' in answer);
    assert.deepEqual([answer.needsConfirmation, answer.changes.length], [false, 1]);
    const { documentChanges } = answer.edit as {
      documentChanges: [{ kind: string }, { edits: [{ newText: string }] }];
    };
    assert.equal(documentChanges[0].kind, 'create');
    const [entry] = (JSON.parse(documentChanges[1].edits[0].newText) as { attestations: Record<string, string>[] })
      .attestations;
    assert.deepEqual(
      [entry?.by, entry?.link, entry?.note],
      ['Ana', 'https://x.example/rota', 'roster   for May'.replace(/ +/g, ' ')],
    );
  });

  it('says in a sentence why there is no edit', async () => {
    const answer = await attest({ by: 'Ana', id: 'att-signoff' });
    assert.match('refused' in answer ? answer.refused : '', /belongs to one release/);
  });
});
