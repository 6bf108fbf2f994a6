import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { DiagnosticSeverity, type CodeAction, type WorkspaceEdit } from 'vscode-languageserver/node';

import {
  CLIENT_COMMANDS,
  FIX_REQUEST,
  ACCEPT_REQUEST,
  IGNORE_REQUEST,
  SCAN_REQUEST,
  type EditAnswer,
  type IgnoreParams,
} from '../../src/server/protocol';
import { eventually, makeFolder, TestClient, uriOf, writeFiles } from './lsp';
import { CHECKLIST, longFile, SAMPLE, SHORT, TOO_LONG } from './samples';

const DOC = 'docs/PRODUCTION_READINESS.md';
const CONTRADICTED = ['3 checklist-contradiction 3'];
const LONG = ['1 oversized-file 2'];
const LINE_3 = { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } };

/** Made up; it opens nothing. */
const TOKEN = ['gh', 'p_', 'r4Kd81LmQ0zXv7Tb', '5NcW2yHs9JfE6uGa3PoV'].join('');

describe('the language server', () => {
  let folder: string;
  let client: TestClient;

  /** Starts a server on these files; what ran before is ended. */
  async function start(files: Record<string, string> = SAMPLE, options: { git?: boolean } = {}): Promise<void> {
    folder = makeFolder(files);
    if (options.git) git('init', '-q', '-b', 'main');
    client = await TestClient.start({ folders: [folder] });
  }

  function git(...args: string[]): void {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
  }

  afterEach(async () => {
    await client.stop();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  describe('diagnostics', () => {
    it('come for the whole workspace, without an open document', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      await client.shows(DOC, CONTRADICTED);
    });

    it('carry source, code, the address of the page, and places in other files', async () => {
      await start();
      await client.shows(DOC, CONTRADICTED);
      const [diagnostic] = client.diagnostics(DOC);
      assert.equal(diagnostic?.source, 'preflight');
      assert.match(diagnostic?.codeDescription?.href ?? '', /^https:.*\/docs\/checks\/checklist-contradiction\.md$/);
      assert.deepEqual(
        diagnostic?.relatedInformation?.map(({ location }) => location.uri),
        [uriOf(path.join(folder, 'src/long.py'))],
      );
    });

    it('follow text that is not saved, at the version it has', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      const document = await client.open('src/long.py');
      await client.edit(document, SHORT);
      await client.shows('src/long.py', []);
      await client.shows(DOC, []);
      const last = client.messages.filter(({ uri }) => uri === document.uri).at(-1);
      assert.equal(last?.version, document.version);
      await client.close(document);
      await client.shows('src/long.py', LONG);
    });

    it('appear after a pause of typing and only for the last text', async () => {
      await start({ ...SAMPLE, 'src/long.py': SHORT });
      const document = await client.open('src/long.py');
      const end = { line: document.lineCount, character: 0 };
      for (let step = 0; step < 5; step += 1) await client.edit(document, longFile(400), { start: end, end });
      await client.shows('src/long.py', LONG);
      const about = client.messages.filter(({ uri }) => uri === document.uri);
      assert.equal(about.length, 1, 'superseded texts are not published');
    });

    it('are taken back when the file is deleted', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      fs.rmSync(path.join(folder, 'src/long.py'));
      await client.changedOnDisk({ 'src/long.py': 3 });
      await client.shows('src/long.py', []);
      await client.shows(DOC, []);
    });

    it('move with a file that is renamed', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      fs.renameSync(path.join(folder, 'src/long.py'), path.join(folder, 'src/renamed.py'));
      await client.changedOnDisk({ 'src/long.py': 3, 'src/renamed.py': 1 });
      await client.shows('src/renamed.py', LONG);
      await client.shows('src/long.py', []);
    });

    it('are taken back when the file becomes ignored', async () => {
      await start(SAMPLE, { git: true });
      await client.shows('src/long.py', LONG);
      writeFiles(folder, { '.gitignore': 'src/\n' });
      await client.changedOnDisk({ '.gitignore': 1 });
      await client.shows('src/long.py', []);
    });

    it('are not made for an open file that is ignored', async () => {
      await start({ '.gitignore': 'vendor/\n', 'vendor/long.py': TOO_LONG, 'src/long.py': TOO_LONG }, { git: true });
      await client.open('vendor/long.py');
      await client.open('src/long.py');
      await client.shows('src/long.py', LONG);
      await client.connection.sendRequest(SCAN_REQUEST);
      assert.deepEqual(client.shown('vendor/long.py'), []);
    });

    it('stay, and the folder has failed, when the folder is gone', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      fs.renameSync(folder, `${folder}.gone`);
      await client.connection.sendRequest(SCAN_REQUEST);
      const last = client.statuses.at(-1);
      assert.equal(last?.state, 'failed');
      assert.equal(last.message, 'The folder could not be scanned: it is not there (any more).');
      assert.deepEqual(client.shown('src/long.py'), LONG);
      fs.renameSync(`${folder}.gone`, folder);
      await client.connection.sendRequest(SCAN_REQUEST);
      fs.renameSync(folder, `${folder}.gone`);
      await client.changedOnDisk({ 'src/long.py': 3, src: 3 });
      await eventually(
        'the failure',
        () => client.statuses.at(-1)?.state,
        (state) => state === 'failed',
      );
      assert.deepEqual(client.shown('src/long.py'), LONG);
      fs.renameSync(`${folder}.gone`, folder);
      await client.connection.sendRequest(SCAN_REQUEST);
      assert.equal(client.statuses.at(-1)?.state, 'ready');
    });

    it('are looked for again when the folder itself is renamed, and when it is back', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      fs.renameSync(folder, `${folder}.gone`);
      await client.changedOnDisk({ '': 3 });
      const state = (): string | undefined => client.statuses.at(-1)?.state;
      await eventually('the failure', state, (now) => now === 'failed');
      fs.renameSync(`${folder}.gone`, folder);
      await client.changedOnDisk({ '': 1 });
      await eventually('the folder', state, (now) => now === 'ready');
    });

    it('follow a switch of branches', async () => {
      folder = makeFolder({ 'src/long.py': SHORT, [DOC]: CHECKLIST });
      git('init', '-q', '-b', 'main');
      git('add', '.');
      git('commit', '-q', '-m', 'Start');
      git('checkout', '-q', '-b', 'long');
      writeFiles(folder, { 'src/long.py': TOO_LONG });
      git('commit', '-qam', 'Grow');
      client = await TestClient.start({ folders: [folder] });
      await client.shows('src/long.py', LONG);
      git('checkout', '-q', 'main');
      await client.changedOnDisk({ '.git/HEAD': 2 });
      await client.shows('src/long.py', []);
      await client.shows(DOC, []);
    });

    it('appear for a new file', async () => {
      await start();
      writeFiles(folder, { 'src/new.py': TOO_LONG });
      await client.changedOnDisk({ 'src/new.py': 1 });
      await client.shows('src/new.py', LONG);
    });

    it('appear for a folder that comes from elsewhere, told by its own name', async () => {
      await start();
      writeFiles(folder, { 'moved/deep/new.py': TOO_LONG });
      await client.changedOnDisk({ moved: 1 });
      await client.shows('moved/deep/new.py', LONG);
    });

    it('are drawn as the personal settings say', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      client.settings = { problems: { severities: { high: 'error', medium: 'off' } } };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await client.shows('src/long.py', ['1 oversized-file 1']);
      await client.shows(DOC, []);
      client.settings = { enable: false };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await client.shows('src/long.py', []);
    });
  });

  describe('configuration', () => {
    it('that is wrong is a diagnostic in its file, and gone once it is right', async () => {
      await start({ ...SAMPLE, 'preflight.json': '{ "severities": { "oversized-file": "loud" } }\n' });
      const [problem] = await eventually(
        'the problem',
        () => client.diagnostics('preflight.json'),
        (diagnostics) => diagnostics.length === 1,
      );
      assert.equal(problem?.severity, 1);
      assert.match(String(problem?.message), /must be one of "blocker"/);
      const document = await client.open('preflight.json');
      await client.edit(document, '{ "severities": { "oversized-file": "blocker" } }\n');
      await client.shows('preflight.json', []);
      await client.shows('src/long.py', ['1 oversized-file 1']);
    });

    it('that is half typed takes nothing away but itself', async () => {
      await start({ ...SAMPLE, 'preflight.json': '{}\n' });
      await client.shows('src/long.py', LONG);
      const document = await client.open('preflight.json');
      await client.edit(document, '{ "sever');
      await eventually(
        'the problem',
        () => client.shown('preflight.json').length,
        (count) => count === 1,
      );
      assert.deepEqual(client.shown('src/long.py'), LONG);
    });

    it('keeps what a baseline accepts while that is edited or merged, and says where it is wrong', async () => {
      await start();
      await client.shows('src/long.py', LONG);
      const answer: EditAnswer = await client.connection.sendRequest(ACCEPT_REQUEST, { folder: uriOf(folder) });
      assert.ok('edit' in answer);
      fs.mkdirSync(path.join(folder, '.preflight'));
      await client.apply(answer.edit as WorkspaceEdit);
      const accepted = ['1 oversized-file 4'];
      await client.shows('src/long.py', accepted);
      const document = await client.open('.preflight/baseline.json');
      const second = { line: 1, character: 0 };
      await client.edit(document, '<<<<<<< HEAD\n', { start: second, end: second });
      await client.shows('.preflight/baseline.json', ['2 configuration 1']);
      assert.match(String(client.diagnostics('.preflight/baseline.json')[0]?.message), /^This is not valid JSON yet/);
      assert.deepEqual(client.shown('src/long.py'), accepted);
    });

    it('excludes files while it is being written', async () => {
      await start({ ...SAMPLE, 'preflight.json': '{}\n' });
      await client.shows('src/long.py', LONG);
      const document = await client.open('preflight.json');
      await client.edit(document, '{ "exclude": ["src/**"] }\n');
      await client.shows('src/long.py', []);
      await client.edit(document, '{}\n');
      await client.shows('src/long.py', LONG);
    });
  });

  describe('code actions', () => {
    it('offer the fix first, then to ignore and to explain', async () => {
      await start();
      const document = await client.open(DOC);
      await client.shows(DOC, CONTRADICTED);
      const actions = await client.actions(document, LINE_3);
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Take back the mark', 'Ignore with a reason…', 'Explain checklist-contradiction'],
      );
      assert.equal(actions[0]?.isPreferred, true);
      assert.equal(actions[0]?.edit, undefined, 'edits are made when an action is chosen');
    });

    it('offer one fix for all findings of a place, and say which of them the rest is about', async () => {
      const value = ['change', '-me-', 'in-production'].join('');
      await start({ 'src/settings.py': `import os\n\nJWT_SECRET = os.getenv("JWT_SECRET", "${value}")\n` });
      const document = await client.open('src/settings.py');
      const at = { line: 2, character: 40 };
      const actions = await eventually(
        'two findings at the place',
        () => client.actions(document, { start: at, end: at }),
        (found) => found.filter(({ title }) => title.startsWith('Explain')).length === 2,
      );
      assert.deepEqual(
        actions.map(({ title }) => title),
        [
          'Require JWT_SECRET instead of falling back',
          'Ignore default-secret-value with a reason…',
          'Explain default-secret-value',
          'Ignore default-secret-guard with a reason…',
          'Explain default-secret-guard',
        ],
      );
    });

    it('ask which finding is meant where many stand at one place', async () => {
      await start({
        'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n@app.post("/x")\ndef x(b: dict):\n    return b\n',
      });
      const document = await client.open('app.py');
      const at = { line: 1, character: 8 };
      const actions = await eventually(
        'findings about the application',
        () => client.actions(document, { start: at, end: at }),
        (found) => found.some(({ title }) => title.startsWith('Explain one of')),
      );
      const [ignore, explain] = actions.slice(-2);
      const [checks] = (explain?.command?.arguments ?? []) as [string[]];
      assert.ok(checks.length > 3 && checks.includes('health-endpoint'));
      assert.equal(explain?.title, `Explain one of ${checks.length} checks…`);
      assert.equal(ignore?.title, `Ignore one of ${checks.length} findings with a reason…`);
      const [targets] = (ignore.command?.arguments ?? []) as [{ folder: string; fingerprint: string }[]];
      assert.ok(targets.length >= checks.length && targets.every(({ fingerprint }) => fingerprint !== ''));
      assert.equal(actions.filter(({ title }) => /^(?:Ignore|Explain)/.test(title)).length, 2);
    });

    it('say once what silences or explains several findings of one check on a line', async () => {
      await start({
        'api/package.json': '{ "name": "api" }',
        'api/a.ts': 'export const a = process.env.MAIL_HOST;\n',
        'web/package.json': '{ "name": "web" }',
        'web/b.ts': 'export const b = process.env.SITE_URL;\n',
        '.env.example': 'PORT=\n',
      });
      const document = await client.open('.env.example');
      const at = { line: 0, character: 0 };
      const actions = await eventually(
        'the findings at the place',
        () => client.actions(document, { start: at, end: at }),
        (found) => found.length > 0,
      );
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Add the missing variables to the template', 'Ignore with a reason…', 'Explain env-example-drift'],
      );
    });

    it('put the finding right in one versioned edit', async () => {
      await start();
      const document = await client.open(DOC);
      await client.shows(DOC, CONTRADICTED);
      await client.apply(await editOf((await client.actions(document, LINE_3))[0]));
      assert.match(document.getText(), /^- \[ \] Files are short/m);
      await client.shows(DOC, []);
      assert.deepEqual(await client.actions(document, LINE_3), []);
    });

    it('are made for the text as it is now', async () => {
      await start();
      const document = await client.open(DOC);
      await client.shows(DOC, CONTRADICTED);
      const [action] = await client.actions(document, LINE_3);
      const top = { line: 0, character: 0 };
      await client.edit(document, 'An introduction.\n\n', { start: top, end: top });
      await client.apply(await editOf(action));
      assert.equal(document.getText(), `An introduction.\n\n${CHECKLIST.replace('[x]', '[ ]')}`);
    });

    it('fix everything that is safe in one go', async () => {
      const template = '.env.example';
      await start({
        'a.ts': 'export const url = process.env.MAIL_URL;\nexport const host = process.env.MAIL_HOST;\n',
        [template]: 'MAIL_HOST=\n',
      });
      const document = await client.open(template);
      await client.fires(template, 'env-example-drift');
      const [action, ...others] = await client.actions(document, LINE_3, ['source.fixAll']);
      assert.equal(action?.kind, 'source.fixAll.preflight');
      assert.deepEqual(others, []);
      await client.apply(await editOf(action));
      assert.equal(document.getText(), 'MAIL_HOST=\n# a.ts\nMAIL_URL=\n');
      await client.shows(template, []);
    });

    it('leave what the team claims alone when everything safe is fixed', async () => {
      await start();
      const document = await client.open(DOC);
      await client.shows(DOC, CONTRADICTED);
      assert.deepEqual(await client.actions(document, LINE_3, ['source.fixAll']), []);
    });

    it('ask a client with our commands to confirm what changes several files', async () => {
      await start({ 'a.py': `TOKEN = "${TOKEN}"\n`, 'b.py': `TOKEN = "${TOKEN}"\n` });
      const document = await client.open('a.py');
      await client.fires('a.py', 'hardcoded-secret');
      const [action] = await client.actions(document, {
        start: { line: 0, character: 9 },
        end: { line: 0, character: 9 },
      });
      assert.ok(action);
      const { edit, command } = await client.resolve(action);
      assert.equal(edit, undefined);
      assert.equal(command?.command, CLIENT_COMMANDS.confirmFix);
      const answer: EditAnswer = await client.connection.sendRequest(FIX_REQUEST, command?.arguments?.[0]);
      assert.ok(!('refused' in answer));
      assert.deepEqual(answer.changes.map(({ path: file }) => file).sort(), [
        '.env',
        '.env.example',
        '.gitignore',
        'a.py',
        'b.py',
      ]);
      assert.match(answer.nextSteps.join(' '), /[Rr]otate/);
      await client.apply(answer.edit as WorkspaceEdit);
      assert.match(fs.readFileSync(path.join(folder, '.env'), 'utf8'), new RegExp(TOKEN));
      assert.doesNotMatch(fs.readFileSync(path.join(folder, 'b.py'), 'utf8'), new RegExp(TOKEN));
      await client.fires('a.py', 'hardcoded-secret', false);
      await client.fires('b.py', 'hardcoded-secret', false);
    });

    it('create all files before they change any text, so that one undo takes all of it back', async () => {
      await start({ 'a.py': `TOKEN = "${TOKEN}"\n`, 'b.py': `TOKEN = "${TOKEN}"\n` });
      const document = await client.open('a.py');
      await client.fires('a.py', 'hardcoded-secret');
      const place = { line: 0, character: 9 };
      const [action] = await client.actions(document, { start: place, end: place });
      assert.ok(action);
      const { command } = await client.resolve(action);
      const answer: EditAnswer = await client.connection.sendRequest(FIX_REQUEST, command?.arguments?.[0]);
      assert.ok('edit' in answer);
      const { documentChanges } = answer.edit as WorkspaceEdit;
      const kinds = documentChanges?.map((change) => ('kind' in change ? change.kind : 'text')) ?? [];
      assert.deepEqual(kinds, [...kinds].sort(), 'create comes before text');
      assert.ok(kinds.includes('create'));
    });

    it('keep to the protocol for a client without our commands', async () => {
      folder = makeFolder({ 'a.py': `TOKEN = "${TOKEN}"\n`, 'b.py': `TOKEN = "${TOKEN}"\n` });
      client = await TestClient.start({ folders: [folder], options: { cacheFolder: null } });
      const document = await client.open('a.py');
      await client.fires('a.py', 'hardcoded-secret');
      const place = { line: 0, character: 9 };
      const actions = await client.actions(document, { start: place, end: place });
      assert.ok(actions.every(({ command }) => command === undefined));
      const [action] = actions;
      assert.ok(action);
      const { edit, command } = await client.resolve(action);
      assert.equal(command, undefined);
      const annotations = Object.values(edit?.changeAnnotations ?? {});
      assert.equal(annotations.length, edit?.documentChanges?.filter((change) => !('kind' in change)).length);
      assert.ok(
        annotations.every(({ needsConfirmation }) => needsConfirmation),
        'several files ask for a look',
      );
    });

    it('silence a finding with a reason', async () => {
      await start({ 'a.py': `TOKEN = "${TOKEN}"\n` });
      const document = await client.open('a.py');
      await client.fires('a.py', 'hardcoded-secret');
      const { fingerprint } = client.diagnostics('a.py')[0]?.data as { fingerprint: string };
      const params: IgnoreParams = { folder: uriOf(folder), fingerprint, reason: 'made up for the manual' };
      const answer: EditAnswer = await client.connection.sendRequest(IGNORE_REQUEST, params);
      assert.ok(!('refused' in answer));
      await client.apply(answer.edit as WorkspaceEdit);
      assert.match(document.getText(), /# preflight-ignore \S+ -- made up for the manual/);
      await client.fires('a.py', 'hardcoded-secret', false);
    });

    it('change no file whose other characters a save would lose', async () => {
      folder = makeFolder({ 'a.py': `TOKEN = "${TOKEN}"\n` });
      fs.writeFileSync(path.join(folder, 'b.py'), Buffer.from(`# caf\xe9\nTOKEN = "${TOKEN}"\n`, 'latin1'));
      client = await TestClient.start({ folders: [folder], options: { cacheFolder: null } });
      await client.open('a.py');
      await client.fires('b.py', 'hardcoded-secret');
      const { fingerprint } = client.diagnostics('b.py')[0]?.data as { fingerprint: string };
      const params: IgnoreParams = { folder: uriOf(folder), fingerprint, reason: 'made up for the manual' };
      const answer: EditAnswer = await client.connection.sendRequest(IGNORE_REQUEST, params);
      assert.match('refused' in answer ? answer.refused : '', /^b\.py holds characters that cannot be read/);
    });

    it('accept everything that is found as old debt, once', async () => {
      await start({ 'a.py': `TOKEN = "${TOKEN}"\n` });
      await client.open('a.py');
      await client.fires('a.py', 'hardcoded-secret');
      const ask = (): Promise<EditAnswer> => client.connection.sendRequest(ACCEPT_REQUEST, { folder: uriOf(folder) });
      const answer = await ask();
      assert.ok(!('refused' in answer));
      assert.ok(answer.needsConfirmation, 'it silences a lot');
      assert.match(answer.title, /^Accept \d+ findings? as old debt$/);
      // An editor makes the folder of a new file.
      fs.mkdirSync(path.join(folder, '.preflight'));
      await client.apply(answer.edit as WorkspaceEdit);
      const baseline = fs.readFileSync(path.join(folder, '.preflight/baseline.json'), 'utf8');
      assert.match(baseline, /"check": "hardcoded-secret"/);
      await eventually(
        'a hint where an error was',
        () => client.diagnostics('a.py').map(({ severity }) => severity),
        (severities) => severities.length > 0 && severities.every((severity) => severity === DiagnosticSeverity.Hint),
      );
      assert.deepEqual(await ask(), { refused: 'There is nothing to accept: no finding is new.' });
    });

    async function editOf(action: CodeAction | undefined): Promise<WorkspaceEdit> {
      assert.ok(action, 'there is an action');
      const { edit } = await client.resolve(action);
      assert.ok(edit, 'the action has an edit');
      return edit;
    }
  });

  it('tells in a hover what a checklist item is judged by', async () => {
    await start();
    await client.shows(DOC, CONTRADICTED);
    const document = await client.open(DOC);
    const answer: { contents: { value: string } } = await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: document.uri },
      position: LINE_3.start,
    });
    assert.match(answer.contents.value, /claimed, not so/);
    assert.match(answer.contents.value, /No source file is too long: does not hold yet/);
  });

  it('tells the chain of a route in a hover unless a finding tells it there', async () => {
    const app = `const express = require('express');
const app = express();
app.post('/orders', (req, res) => res.json({}));
app.get('/healthz', (req, res) => res.json({}));
app.listen(3000);
`;
    await start({ 'package.json': '{ "dependencies": { "express": "^4.19.0" } }', 'app.js': app });
    await client.fires('app.js', 'route-unprotected', true);
    const document = await client.open('app.js');
    const hoverOn = async (line: number): Promise<string> => {
      const params = { textDocument: { uri: document.uri }, position: { line, character: 12 } };
      const answer: { contents: { value: string } } = await client.connection.sendRequest('textDocument/hover', params);
      return answer.contents.value;
    };
    assert.doesNotMatch(await hoverOn(2), /is made here/);
    assert.match(await hoverOn(2), /open to anyone/);
    assert.match(await hoverOn(3), /is made here/);
  });

  it('answers with the report of every folder, without what only fixes need', async () => {
    await start();
    const [answer] = await client.reports();
    assert.equal(answer?.state, 'ready');
    assert.equal(answer?.report?.checks.find(({ id }) => id === 'oversized-file')?.verdict, 'fail');
    assert.ok(answer?.report?.nextStep);
    const contradiction = answer?.report?.findings.find(({ check }) => check === 'checklist-contradiction');
    assert.deepEqual(contradiction?.actions, [{ fix: 'flip-checklist-mark', title: 'Take back the mark' }]);
    assert.equal(contradiction && 'data' in contradiction, false);
  });

  it('keeps several folders apart, also when one is added or removed', async () => {
    await start({ 'a.py': TOO_LONG });
    const second = makeFolder({ 'b.py': TOO_LONG }, 'second');
    const event = { uri: uriOf(second), name: 'second' };
    const change = (added: object[], removed: object[]): Promise<void> =>
      client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
    await change([event], []);
    await client.shows('b.py', LONG, second);
    assert.deepEqual(
      (await client.reports()).map(({ name }) => name),
      ['acme-shop', 'second'],
    );
    await change([], [event]);
    await client.shows('b.py', [], second);
    assert.deepEqual(client.shown('a.py'), LONG);
    assert.deepEqual(
      (await client.reports()).map(({ name }) => name),
      ['acme-shop'],
    );
    fs.rmSync(path.dirname(second), { recursive: true });
  });

  it('shows a file of nested folders once, for the inner one', async () => {
    folder = makeFolder({ 'inner/a.py': TOO_LONG });
    const inner = path.join(folder, 'inner');
    client = await TestClient.start({ folders: [folder, inner] });
    await client.shows('inner/a.py', LONG, folder);
    const reports = await client.reports();
    assert.deepEqual(
      reports.map(({ report }) =>
        report?.findings.filter(({ check }) => check === 'oversized-file').map(({ path: file }) => file),
      ),
      [['inner/a.py'], ['a.py']],
    );
  });

  it('is what "preflight lsp" starts', async () => {
    folder = makeFolder(SAMPLE);
    const command = [path.resolve(__dirname, '../../dist/cli.js'), 'lsp', '--stdio'];
    client = await TestClient.start({ folders: [folder], command });
    await client.shows('src/long.py', LONG);
  });

  it('serves two clients on one folder', async () => {
    await start();
    const other = await TestClient.start({ folders: [folder] });
    await client.shows('src/long.py', LONG);
    await other.shows('src/long.py', LONG);
    const document = await other.open('src/long.py');
    await other.edit(document, SHORT);
    await other.shows('src/long.py', []);
    assert.deepEqual(client.shown('src/long.py'), LONG, 'the text of one editor is not the text of the other');
    await other.stop();
  });

  it('can be cancelled while it scans, and scans again when asked', async () => {
    folder = makeFolder(SAMPLE);
    client = await TestClient.startWithoutWaiting({ folders: [], progress: true });
    const kinds = (): string[] => client.progress.map(({ value }) => value.kind);
    client.onProgress = (token) => {
      client.onProgress = () => {};
      void client.connection.sendNotification('window/workDoneProgress/cancel', { token });
    };
    for (let index = 0; index < 300; index += 1) writeFiles(folder, { [`src/file_${index}.py`]: TOO_LONG });
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: uriOf(folder), name: 'acme-shop' }], removed: [] },
    });
    const states = (): string[] => client.statuses.map(({ state }) => state);
    await eventually('the stop', states, (seen) => seen.includes('stopped'));
    assert.equal(kinds().at(-1), 'end', 'no progress is left behind');
    await client.connection.sendRequest(SCAN_REQUEST);
    await client.shows('src/long.py', LONG, folder);
  });

  it('analyses only open files of a folder that is not on the disk', async () => {
    await start();
    const uri = 'memfs:/cloud';
    const event = { added: [{ uri, name: 'cloud' }], removed: [] };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    const shown = (file: string): unknown[] => (client.published.get(`${uri}/${file}`) ?? []).map(({ code }) => code);
    const open = (file: string, text: string): Promise<void> =>
      client.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: `${uri}/${file}`, languageId: 'python', version: 1, text },
      });
    await open('a.py', `TOKEN = "${TOKEN}"\n`);
    await open('package.json', '{ "name": "cloud", "dependencies": { "express": "^5.0.0" } }\n');
    await eventually(
      'the secret',
      () => shown('a.py'),
      (codes) => codes.includes('hardcoded-secret'),
    );
    assert.deepEqual(shown('package.json'), [], 'nothing is concluded from files that cannot be seen');
    const folderOfCloud = (await client.reports()).find(({ name }) => name === 'cloud');
    assert.deepEqual([folderOfCloud?.openFilesOnly, folderOfCloud?.report], [true, null]);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: `${uri}/a.py` } });
    await eventually(
      'nothing',
      () => shown('a.py'),
      (codes) => codes.length === 0,
    );
  });

  it('takes nothing for granted in a folder that does not exist', async () => {
    await start();
    const gone = path.join(folder, 'gone');
    const event = { added: [{ uri: uriOf(gone), name: 'gone' }], removed: [] };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    await eventually(
      'an answer',
      () => client.statuses.filter(({ folder: uri }) => uri === uriOf(gone)).at(-1)?.state,
      (state) => state === 'ready' || state === 'failed',
    );
    assert.deepEqual(client.shown('src/long.py'), LONG);
  });
});
