// The request for the secrets of the history, as an editor makes it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

import { HISTORY_REQUEST, type HistoryAnswer, type ServerOptions } from '../../src/server/protocol';
import { githubToken } from '../support/made-up-secrets';
import { makeFolder, TestClient, uriOf, writeFiles } from './lsp';

const token = githubToken('server history');

function git(folder: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', '-c', 'commit.gpgsign=false'];
  assert.equal(spawnSync('git', [...identity, ...args], { cwd: folder }).status, 0, `git ${args.join(' ')}`);
}

describe('the history in the language server', function () {
  this.timeout(30_000);
  let folder = '';
  let client: TestClient;

  async function open(options?: ServerOptions): Promise<void> {
    client = await TestClient.start({ folders: [folder], progress: true, ...(options ? { options } : {}) });
  }

  function ask(): Promise<HistoryAnswer> {
    return client.connection.sendRequest(HISTORY_REQUEST, { folder: uriOf(folder), linksFromRoot: true });
  }

  beforeEach(() => {
    folder = makeFolder({ 'a.ts': `export const token = '${token}';\n`, 'b.ts': 'export {};\n' });
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'first');
    writeFiles(folder, { 'a.ts': 'export {};\n', 'b.ts': `\nexport const token = '${token}';\n` });
  });
  afterEach(async () => {
    await client.stop();
    fs.rmSync(path.dirname(folder), { recursive: true });
  });

  it('is a page with masked values that leads to the places of today', async () => {
    await open();
    const answer = await ask();
    assert.ok(!('refused' in answer), 'refused' in answer ? answer.refused : '');
    assert.equal(answer.secrets, 1);
    assert.match(answer.summary, /^1 secret was committed, in 1 commit since .* 1 still stands in the tree\.$/);
    assert.match(answer.markdown, /\| `[0-9a-f]{10}` \| \d{4}-\d\d-\d\d \| `a\.ts:1` \|/);
    assert.ok(answer.markdown.includes('](/b.ts#L2)'), answer.markdown);
    assert.ok(!answer.markdown.includes(token));
    assert.equal(client.progress.at(-1)?.value.kind, 'end');
  });

  it('is stopped by the person who asked for it', async () => {
    await open();
    client.onProgress = (id) => {
      void client.connection.sendNotification('window/workDoneProgress/cancel', { token: id });
    };
    const answer = await ask();
    assert.deepEqual(answer, { refused: 'The search was stopped.' });
  });

  it('starts no git in Restricted Mode', async () => {
    await open({ mayRunGit: false, cacheFolder: null });
    const answer = await ask();
    assert.match('refused' in answer ? answer.refused : '', /Restricted Mode/);
  });

  it('says so where there is none', async () => {
    fs.rmSync(path.join(folder, '.git'), { recursive: true });
    await open();
    const answer = await ask();
    assert.match('refused' in answer ? answer.refused : '', /no history to search/);
  });
});
