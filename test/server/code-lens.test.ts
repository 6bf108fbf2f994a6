import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { CodeLensRequest, type CodeLens } from 'vscode-languageserver/node';

import { CLIENT_COMMANDS } from '../../src/server/protocol';
import { eventually, makeFolder, TestClient } from './lsp';

const SHOP = {
  'guards.py': [
    'from fastapi import Header, HTTPException',
    'def signed_in(authorization: str = Header(None)):',
    '    if authorization != load():',
    '        raise HTTPException(status_code=401)',
    '',
  ].join('\n'),
  'main.py': [
    'from fastapi import Depends, FastAPI',
    'from guards import signed_in',
    'app = FastAPI()',
    '@app.get("/orders", dependencies=[Depends(signed_in)])',
    'def orders():',
    '    return []',
    '@app.post("/orders")',
    'def order():',
    '    return save()',
    '@app.get("/health")',
    'def health():',
    '    return {}',
    '',
  ].join('\n'),
};

describe('lenses', () => {
  let folder: string;
  let client: TestClient;

  afterEach(async () => {
    await client.stop();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  async function lenses(uri: string): Promise<CodeLens[]> {
    return (await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
  }

  it('say above each handler who gets in, and lead to the place that decides', async () => {
    folder = makeFolder(SHOP);
    client = await TestClient.start({ folders: [folder], options: { clientCommands: true } });
    const { uri } = await client.open('main.py');
    const answer = await lenses(uri);
    const shown = answer.map(({ range, command }) => `${range.start.line + 1} ${command?.title}`);
    assert.deepEqual(shown.sort(), [
      '10 public: a health page',
      '4 protected by signed_in · guards.py:4',
      '7 open to anyone',
    ]);
    const guarded = answer.find(({ range }) => range.start.line === 3);
    assert.equal(guarded?.command?.command, CLIENT_COMMANDS.openPlace);
    const [place] = (guarded.command.arguments ?? []) as { path: string; line: number }[];
    assert.equal(place?.path, 'guards.py');
  });

  it('are left out when the person does not want them', async () => {
    folder = makeFolder(SHOP);
    client = await TestClient.start({ folders: [folder], settings: { codeLens: false } });
    const { uri } = await client.open('main.py');
    assert.deepEqual(await lenses(uri), []);
    client.settings = {};
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    assert.equal(
      (
        await eventually(
          'lenses',
          () => lenses(uri),
          (shown) => shown.length > 0,
        )
      ).length,
      3,
    );
  });
});
