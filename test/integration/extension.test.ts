import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import { COMMANDS, VIEWS } from '../../src/extension/ids';
import { githubToken } from '../support/made-up-secrets';
import { eventually, preflight, rowOf, shown, uriOf, waitForCheck } from './support';

const CHECKLIST = 'docs/PRODUCTION_READINESS.md';

interface Manifest {
  activationEvents: string[];
  contributes: {
    commands: { command: string; category: string; title: string }[];
    views: Record<string, { id: string }[]>;
    menus: Record<string, { command: string }[]>;
    configuration: { properties: Record<string, unknown> };
    walkthroughs: { steps: { media: { svg: string } }[] }[];
  };
}

function manifest(): Manifest {
  const extension = vscode.extensions.getExtension('preflight.preflight');
  assert.ok(extension, 'VS Code has not loaded the extension');
  return extension.packageJSON as Manifest;
}

describe('the extension in VS Code', () => {
  it('activates', async () => {
    await preflight();
    assert.equal(vscode.extensions.getExtension('preflight.preflight')?.isActive, true);
  });

  it('comes from where this run has put it', () => {
    const extension = vscode.extensions.getExtension('preflight.preflight');
    const expected = process.env.PREFLIGHT_TEST_EXTENSION_HOME;
    assert.ok(extension && expected);
    const home = fs.realpathSync(expected);
    const actual = fs.realpathSync(extension.extensionPath);
    const isInside = actual === home || actual.startsWith(home + path.sep);
    assert.ok(isInside, `${actual} is not in ${home}`);
  });

  it('loads neither the language client nor a parser into the extension host to activate', async () => {
    const { activationTime, loadedOnActivation } = await preflight();
    assert.deepEqual(loadedOnActivation, []);
    console.log(`[t]     activation took ${activationTime.toFixed(1)} ms`);
  });
});

describe('the manifest', () => {
  it('contributes the commands that exist, all in one category', async () => {
    await preflight();
    const contributed = manifest().contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributed.map(({ command }) => command).sort(), Object.values(COMMANDS).sort());
    for (const { command, category, title } of contributed) {
      assert.ok(registered.has(command), `${command} is registered`);
      assert.equal(category, 'Preflight');
      assert.ok(!title.startsWith('%'), `${command} has a title`);
    }
  });

  it('names only commands and views that it contributes', async () => {
    const { commands, menus, views } = manifest().contributes;
    const known = new Set(commands.map(({ command }) => command));
    for (const { command } of Object.values(menus).flat()) assert.ok(known.has(command), command);
    assert.deepEqual(
      Object.values(views)
        .flat()
        .map(({ id }) => id),
      Object.values(VIEWS),
    );
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const id of Object.values(VIEWS)) assert.ok(registered.has(`${id}.focus`), `${id} can be shown`);
  });

  it('offers every setting that the server reads', () => {
    const names = Object.keys(manifest().contributes.configuration.properties);
    for (const name of ['preflight.enable', 'preflight.codeLens', 'preflight.problems.severities'])
      assert.ok(names.includes(name), name);
  });

  it('names settings that have a default, and pictures that are there', async () => {
    const { configuration, walkthroughs } = manifest().contributes;
    for (const name of Object.keys(configuration.properties)) {
      const value = vscode.workspace.getConfiguration().inspect(name)?.defaultValue;
      assert.notEqual(value, undefined, `${name} has a default`);
    }
    const root = vscode.extensions.getExtension('preflight.preflight')?.extensionPath ?? '';
    for (const { media } of walkthroughs.flatMap(({ steps }) => steps))
      assert.ok(fs.existsSync(path.join(root, media.svg)));
  });
});

describe('findings in VS Code', () => {
  it('are diagnostics of files that nobody has opened', async () => {
    await waitForCheck('tsconfig.json', 'ts-strict');
    await waitForCheck(CHECKLIST, 'checklist-contradiction');
  });

  it('are rows of the Readiness view, with words and a way to the place', async () => {
    const api = await preflight();
    const check = await rowOf(api, 'TypeScript is strict everywhere');
    assert.equal(check.description, 'does not hold yet');
    const finding = check.children[0];
    assert.ok(finding);
    const item = api.itemOf(finding);
    assert.equal(item.id, finding.id);
    assert.equal(item.description, 'tsconfig.json:6');
    assert.match(item.accessibilityInformation?.label ?? '', /^High, /);
    assert.equal(item.command?.command, 'vscode.open');
    const tooltip = item.tooltip as vscode.MarkdownString;
    assert.ok(!tooltip.isTrusted, 'a tooltip runs no commands');
  });

  it('give the status bar its text', async () => {
    const api = await preflight();
    await eventually(
      'the text',
      () => api.statusText(),
      (text) => /^\$\(checklist\) Preflight \d+/.test(text),
    );
  });

  it('keep their rows when something else changes', async () => {
    const api = await preflight();
    const before = await rowOf(api, 'TypeScript is strict everywhere');
    const file = uriOf('src/unfinished.ts');
    await vscode.workspace.fs.writeFile(file, Buffer.from('export const half = ;\n'));
    await vscode.commands.executeCommand(COMMANDS.scan);
    assert.equal(await rowOf(api, 'TypeScript is strict everywhere'), before, 'it is the same object');
    await vscode.workspace.fs.delete(file);
  });
});

describe('a quick fix in VS Code', () => {
  it('puts the finding right in an edit that one undo takes back', async () => {
    const uri = uriOf('tsconfig.json');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const original = document.getText();
    await waitForCheck('tsconfig.json', 'ts-strict');

    const [action] = await actionsAt(uri, 'ts-strict');
    assert.ok(action?.edit, 'the first action has an edit');
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(document.getText(), /"strict": true/);
    assert.match(document.getText(), /Comments stay/);
    await waitForCheck('tsconfig.json', 'ts-strict', false);
    await waitForCheck(CHECKLIST, 'checklist-contradiction', false);

    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), original);
    await waitForCheck('tsconfig.json', 'ts-strict');
  });

  it('is followed by the offer to ignore with a reason and to explain', async () => {
    const actions = await actionsAt(uriOf('tsconfig.json'), 'ts-strict');
    const titles = actions.map(({ title }) => title);
    assert.deepEqual(titles.slice(-2), ['Ignore with a reason…', 'Explain ts-strict']);
  });

  /** The actions at a diagnostic. VS Code gives up a request while other extensions start, so it is asked again. */
  async function actionsAt(uri: vscode.Uri, check: string): Promise<vscode.CodeAction[]> {
    await waitForCheck('tsconfig.json', check);
    const ask = async (): Promise<vscode.CodeAction[]> => {
      const diagnostics = vscode.languages.getDiagnostics(uri);
      const diagnostic = diagnostics.find(({ code }) => typeof code === 'object' && code.value === check);
      if (!diagnostic) return [];
      const { value } = vscode.CodeActionKind.QuickFix;
      const request = ['vscode.executeCodeActionProvider', uri, diagnostic.range, value, 10] as const;
      return vscode.commands.executeCommand<vscode.CodeAction[]>(...request).then(
        (actions) => actions,
        (error: Error) => (error.name === 'Canceled' ? [] : Promise.reject(error)),
      );
    };
    return eventually(`actions for ${check}`, ask, (actions) => actions.length > 0);
  }
});

describe('commands in VS Code', () => {
  it('copy the report as Markdown and JSON', async () => {
    await vscode.commands.executeCommand(COMMANDS.copyMarkdown);
    const markdown = await vscode.env.clipboard.readText();
    assert.match(markdown, /^\*\*Preflight: .* of 100/);
    assert.match(markdown, /ts-strict/);
    await vscode.commands.executeCommand(COMMANDS.copyJson);
    const report = JSON.parse(await vscode.env.clipboard.readText()) as { schemaVersion: number };
    assert.equal(report.schemaVersion, 1);
  });

  it('open a configuration to start from, which is nowhere until it is saved', async () => {
    await vscode.commands.executeCommand(COMMANDS.configure);
    const document = vscode.window.activeTextEditor?.document;
    assert.match(document?.uri.path ?? '', /preflight\.jsonc$/);
    assert.match(document?.getText() ?? '', /"failOn": "blocker"/);
    assert.equal(fs.existsSync(uriOf('preflight.jsonc').fsPath), false);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    assert.equal(fs.existsSync(uriOf('preflight.jsonc').fsPath), false);
    assert.deepEqual(shown('preflight.jsonc'), []);
  });
});

describe('the server of VS Code', () => {
  it('is started again when it dies, and nothing is lost', async () => {
    const api = await preflight();
    const before = await api.serverProcessId();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    const isNew = (id: number | undefined): boolean => id !== undefined && id !== before;
    await eventually('another server', () => api.serverProcessId(), isNew);
    await waitForCheck('tsconfig.json', 'ts-strict');
    await eventually(
      'the status',
      () => api.statusText(),
      (text) => text.startsWith('$(checklist)'),
    );
  });

  it('that keeps dying is said to have ended, and a command starts it again', async () => {
    const api = await preflight();
    const hasEnded = (): boolean => api.statusText() === '$(error) Preflight: the server has ended';
    for (let deaths = 0; deaths < 6 && !hasEnded(); deaths += 1) {
      const id = await api.serverProcessId();
      if (id !== undefined) process.kill(id, 'SIGKILL');
      const isNext = (now: number | undefined): boolean => hasEnded() || (now !== undefined && now !== id);
      await eventually('another server or the end', () => api.serverProcessId(), isNext);
    }
    await eventually('the end in words', () => api.statusText(), hasEnded);
    await vscode.commands.executeCommand(COMMANDS.scan);
    await waitForCheck('tsconfig.json', 'ts-strict');
    await eventually(
      'the status',
      () => api.statusText(),
      (text) => text.startsWith('$(checklist)'),
    );
  });

  it('is started again on command', async () => {
    const api = await preflight();
    const before = await api.serverProcessId();
    await vscode.commands.executeCommand(COMMANDS.restart);
    assert.ok(api.rows('readiness').length > 0, 'what is known stays until there is something newer');
    const isNew = (id: number | undefined): boolean => id !== undefined && id !== before;
    await eventually('another server', () => api.serverProcessId(), isNew);
    await waitForCheck('tsconfig.json', 'ts-strict');
  });
});

describe('the Git history in VS Code', () => {
  const token = githubToken('window history');
  const leak = (): string => uriOf('leak.ts').fsPath;

  function git(...args: string[]): void {
    const cwd = path.dirname(leak());
    const identity = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd });
  }

  after(() => {
    fs.rmSync(path.join(path.dirname(leak()), '.git'), { recursive: true, force: true });
  });

  it('is searched for secrets, and shown as a page with masked values', async () => {
    git('init', '-q');
    fs.writeFileSync(leak(), `export const token = '${token}';\n`);
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    fs.rmSync(leak());
    await vscode.commands.executeCommand(COMMANDS.history);
    const pages = (): string[] =>
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === 'preflight-history')
        .map((page) => page.getText());
    const [page = ''] = await eventually('the page', pages, (found) => found.length > 0);
    assert.match(page, /^# Secrets in the Git history\n[^]*`leak\.ts:1`/);
    assert.ok(!page.includes(token));
    const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await eventually('the tab', labels, (all) => all.some((label) => label.includes('Secrets in the Git History')));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
