/** The commands. Each answers with what it did, or says in a sentence why there is nothing to do. */
import * as vscode from 'vscode';

import { ATTESTATION_CHECK_ID, isStatementId, SUPPRESSION_CHECK_ID } from '../engine/report/present';
import {
  CLIENT_COMMANDS,
  type ClientFinding,
  type ExportParams,
  type FindingParams,
  type FixParams,
  type PlaceParams,
} from '../server/protocol';
import { askToAttest } from './attest';
import type { Edit, PreflightClient } from './client';
import { confirm, registerPreviews } from './confirm';
import { linksFromRoot, registerHistoryPages, showHistory } from './history';
import { COMMANDS, VIEWS } from './ids';
import { placeUri, selectionOf } from './places';
import { offersOf } from './offers';
import { pickCheck, pickFinding, pickFolder, pickStatement, say, type Row } from './picks';
import type { Store } from './store';
import type { NodeTarget, TreeNode } from './tree/node';
import { firstSentence } from './tree/text';
import type { Views } from './views';

export interface CommandContext {
  extensionUri: vscode.Uri;
  log: vscode.LogOutputChannel;
  store: Store;
  views: Views;
  /** The running client; starts it when needed, undefined where there is nothing to analyse. */
  client(): Promise<PreflightClient | undefined>;
  restart(): Promise<void>;
}

const COPY_COMMAND = 'Copy Command';
const OPEN_PAGE = 'Open Page';

/** Registers every command of the manifest, and those that only code actions name. */
export function registerCommands(context: CommandContext): vscode.Disposable[] {
  const { views, log } = context;
  const handlers: Record<string, (...args: never[]) => unknown> = {
    [COMMANDS.scan]: () => scan(context),
    [COMMANDS.show]: () => vscode.commands.executeCommand(`${VIEWS.readiness}.focus`),
    [COMMANDS.explain]: (what?: string | string[] | TreeNode) => explain(context, what),
    [COMMANDS.fix]: (what?: TreeNode) => fix(context, what?.target),
    [COMMANDS.ignore]: (what?: FindingParams | FindingParams[] | TreeNode) => ignore(context, what),
    [COMMANDS.attest]: (what?: TreeNode) => attest(context, what?.target),
    [COMMANDS.copyMarkdown]: (row?: TreeNode) => copy(context, 'markdown', 'The report was copied as Markdown.', row),
    [COMMANDS.copyJson]: (row?: TreeNode) => copy(context, 'json', 'The report was copied as JSON.', row),
    [COMMANDS.copyRoutes]: () => copyRoutes(context),
    [COMMANDS.groupRoutes]: () => views.groupRoutes(),
    [COMMANDS.searchRoutes]: () => views.searchRoutes(),
    [COMMANDS.clearRouteSearch]: () => views.setRouteView({ search: '' }),
    [COMMANDS.log]: () => log.show(),
    [COMMANDS.restart]: () => restart(context),
    [COMMANDS.accept]: (row?: TreeNode) => accept(context, row),
    [COMMANDS.history]: (row?: TreeNode) => searchHistory(context, row),
    [COMMANDS.configure]: (row?: TreeNode) => configure(context, row),
    [COMMANDS.filter]: () => views.chooseFilter(),
    [COMMANDS.clearFilter]: () => views.setChoice({}),
    [CLIENT_COMMANDS.confirmFix]: async (params: FixParams) => apply(await (await context.client())?.fix(params)),
    [CLIENT_COMMANDS.openPlace]: (place: PlaceParams) => openPlace(place),
    [CLIENT_COMMANDS.tell]: (...sentences: string[]) => tell(sentences),
  };
  const commands = Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler));
  return [...commands, registerPreviews(), registerHistoryPages()];
}

/** Scans everything again. The Readiness view is the answer; where nobody sees it, a message is. */
async function scan(context: CommandContext): Promise<void> {
  const client = await clientOrSay(context);
  if (!client) return;
  await vscode.window.withProgress({ location: { viewId: VIEWS.readiness } }, () => client.scan());
  if (!context.views.showsReadiness) void tellResult(context.store);
}

async function tellResult(store: Store): Promise<void> {
  const show = 'Show Readiness';
  if ((await vscode.window.showInformationMessage(store.result, show)) === show)
    await vscode.commands.executeCommand(COMMANDS.show);
}

async function restart(context: CommandContext): Promise<void> {
  await context.restart();
  await clientOrSay(context);
}

/** The client, or an answer why there is none. */
async function clientOrSay(context: CommandContext): Promise<PreflightClient | undefined> {
  const client = await context.client();
  if (!client) say('Preflight has nothing to look at: open a folder first, and see that "preflight.enable" is on.');
  return client;
}

/** Opens the page of a check, which comes with the extension. */
async function explain(context: CommandContext, what?: string | string[] | TreeNode): Promise<void> {
  const some = Array.isArray(what) ? what : undefined;
  const one = typeof what === 'string' ? what : some ? undefined : (what as TreeNode | undefined)?.target?.check;
  const check = one ?? (await pickCheck(context.store, some));
  if (check === undefined) return;
  const file = pageFile(check);
  const page = vscode.Uri.joinPath(context.extensionUri, file);
  const exists = await vscode.workspace.fs.stat(page).then(
    () => true,
    () => false,
  );
  if (exists) await vscode.commands.executeCommand('markdown.showPreview', page);
  else say(`There is no page about "${check}".`);
}

function pageFile(check: string): string {
  if (check === ATTESTATION_CHECK_ID || isStatementId(check)) return 'docs/attestations.md';
  return check === SUPPRESSION_CHECK_ID ? 'docs/configuration.md' : `docs/checks/${check}.md`;
}

/** States what no file can prove; from the palette it asks what. */
async function attest(context: CommandContext, given?: NodeTarget): Promise<void> {
  const client = await clientOrSay(context);
  if (!client) return;
  const target = given?.attest ? given : await pickStatement(context.store);
  if (target?.attest) await apply(await askToAttest(client, target.folder, target.attest));
}

async function fix(context: CommandContext, given?: NodeTarget): Promise<void> {
  const client = await clientOrSay(context);
  if (!client) return;
  // What is chosen from the list is done; nobody is asked twice.
  const fixes = (finding: ClientFinding): Row[] =>
    finding.actions.map((action) => ({ label: action.title, actions: [action] }));
  const target = given?.fingerprint === undefined ? await pickFinding(context.store, 'Fix', isFixable, fixes) : given;
  if (!target?.fingerprint) return;
  const actions = target.actions ?? [];
  const chosen =
    actions.length > 1
      ? await vscode.window.showQuickPick(
          actions.map((action) => ({ label: action.title, action })),
          { title: 'Fix' },
        )
      : actions[0] && { action: actions[0] };
  if (!chosen) return;
  const { folder, fingerprint } = target;
  await apply(await client.fix({ folder, fingerprint, fix: chosen.action.fix }));
}

function isFixable(finding: ClientFinding): boolean {
  return finding.actions.length > 0;
}

async function ignore(context: CommandContext, what?: FindingParams | FindingParams[] | TreeNode): Promise<void> {
  const client = await clientOrSay(context);
  if (!client) return;
  const some = Array.isArray(what) ? new Set(what.map(({ fingerprint }) => fingerprint)) : undefined;
  const isMeant = (finding: ClientFinding): boolean => isIgnorable(finding) && some?.has(finding.fingerprint) !== false;
  const one = Array.isArray(what) ? undefined : what;
  const given = one && 'context' in one ? one.target : one;
  const titles = new Map(
    context.store.scanned.flatMap(({ report }) => report.checks).map(({ id, title }) => [id, title]),
  );
  const checkTitle = ({ check, actions }: ClientFinding): Row[] => [{ label: titles.get(check) ?? check, actions }];
  const target =
    given?.fingerprint === undefined ? await pickFinding(context.store, 'Ignore', isMeant, checkTitle) : given;
  if (!target?.fingerprint) return;
  const { folder, fingerprint } = target;
  const reason = await vscode.window.showInputBox({
    title: 'Ignore this finding',
    prompt: `${whatIs(context.store, folder, fingerprint)}Why is it all right here? The reason stands in the comment and in every report.`,
    placeHolder: 'Example: sample value, never deployed',
    validateInput: (value) => (value.trim() === '' ? 'A reason is required.' : undefined),
  });
  if (reason === undefined) return;
  await apply(await client.ignore({ folder, fingerprint, reason: reason.trim() }));
}

/** What a finding says, for a dialog about it: a row may stand for a finding about more than the row. */
function whatIs(store: Store, folder: string, fingerprint: string): string {
  const report = store.scanned.find((scanned) => scanned.folder === folder)?.report;
  const finding = report?.findings.find((candidate) => candidate.fingerprint === fingerprint);
  return finding ? `${firstSentence(finding.message)}. ` : '';
}

/** Writes what is found in a folder into its baseline, after a look at what that means. */
async function accept(context: CommandContext, row?: TreeNode): Promise<void> {
  const folder = await pickFolder('Whose findings?', 'the baseline belongs to it', row);
  if (!folder) return;
  await apply(await (await clientOrSay(context))?.accept({ folder: folder.uri.toString() }));
}

function isIgnorable(finding: ClientFinding): boolean {
  return finding.path !== null && finding.suppressed === null;
}

/** Applies an edit, after a look at it where it asks for one. */
async function apply(answer: Edit | undefined): Promise<void> {
  if (!answer) return;
  if ('refused' in answer) return say(answer.refused);
  const decision = answer.needsConfirmation ? await confirm(answer) : 'apply';
  if (decision === 'outdated')
    say(`Nothing was changed: a file is no longer as it was shown. Choose "${answer.title}" again.`);
  if (decision !== 'apply') return;
  // Not as a refactoring: that saves, and what is undone later would be back in the editors but not on the disk.
  if (!(await vscode.workspace.applyEdit(answer.edit))) return;
  await showChanged(answer.edit);
  void tell(answer.nextSteps);
}

/** Opens the first changed file where the person sees none of them: what was changed out of sight could not even be undone. */
async function showChanged(edit: vscode.WorkspaceEdit): Promise<void> {
  const changed = edit.entries();
  const seen = new Set(vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString()));
  const [first] = changed;
  if (!first || changed.some(([uri]) => seen.has(uri.toString()))) return;
  const start = first[1][0]?.range.start ?? new vscode.Position(0, 0);
  await vscode.window.showTextDocument(first[0], { selection: new vscode.Range(start, start) });
}

const ROUTE_FORMATS: readonly { label: string; detail: string; format: ExportParams['format'] }[] = [
  { label: 'Markdown', detail: 'A table for a pull request or a document', format: 'routes-markdown' },
  { label: 'CSV', detail: 'For a spreadsheet', format: 'routes-csv' },
  { label: 'OpenAPI', detail: 'A stub of a description: paths, methods, parameters', format: 'routes-openapi' },
];

async function copyRoutes(context: CommandContext): Promise<void> {
  const picked = await vscode.window.showQuickPick(ROUTE_FORMATS, { title: 'Copy the routes' });
  if (picked) await copy(context, picked.format, `The routes were copied as ${picked.label}.`);
}

/** Opens the place that a lens names. */
async function openPlace({ folder, path, line }: PlaceParams): Promise<void> {
  const place = { folder, path, line };
  await vscode.commands.executeCommand('vscode.open', placeUri(place), {
    selection: selectionOf(place),
    preview: true,
  });
}

async function copy(
  context: CommandContext,
  format: ExportParams['format'],
  done: string,
  row?: TreeNode,
): Promise<void> {
  const client = await clientOrSay(context);
  if (!client) return;
  const one = row?.target?.folder;
  let folders = context.store.scanned
    .map(({ folder }) => folder)
    .filter((folder) => one === undefined || folder === one);
  // Pages can follow each other; two JSON texts in a row are none.
  if (folders.length > 1 && !format.endsWith('markdown')) {
    const picked = await pickFolder('Which folder?', 'its report is copied');
    if (!picked) return;
    folders = folders.filter((folder) => folder === picked.uri.toString());
  }
  const texts = await Promise.all(folders.map((folder) => client.export({ folder, format })));
  const text = texts.filter((part) => part !== null).join('\n');
  if (text === '') return say('There is nothing to copy yet: nothing has been scanned.');
  await vscode.env.clipboard.writeText(text);
  say(done);
}

/** Searches everything that was ever committed, and shows what was found. */
async function searchHistory(context: CommandContext, row?: TreeNode): Promise<void> {
  const folder = await pickFolder('Whose history?', 'its history is searched', row);
  if (!folder) return;
  const params = { folder: folder.uri.toString(), linksFromRoot: linksFromRoot(folder) };
  const answer = await (await clientOrSay(context))?.history(params);
  if (!answer) return;
  if ('refused' in answer) return say(answer.refused);
  if (answer.secrets === 0) return say(answer.summary);
  await showHistory(folder, answer.markdown);
}

/** Opens the configuration of a folder; offers a new one, unsaved, where there is none. */
async function configure(context: CommandContext, row?: TreeNode): Promise<void> {
  const folder = await pickFolder('Whose configuration?', 'the configuration belongs to it', row);
  if (!folder) return;
  for (const name of ['preflight.jsonc', 'preflight.json']) {
    const uri = vscode.Uri.joinPath(folder.uri, name);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (exists) return void (await vscode.window.showTextDocument(uri));
  }
  const client = await clientOrSay(context);
  if (!client) return;
  const initial = await client.initialConfiguration(folder.uri.toString());
  if (!initial) return say('Scan the workspace first: the configuration starts from what is found.');
  // Untitled, with the name it will have: nothing is on disk until it is saved, and nothing remains when it is thrown away.
  const target = vscode.Uri.parse(initial.uri).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(target);
  if (document.getText() === '') {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(target, new vscode.Position(0, 0), initial.text);
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(target);
}

/** What remains for a person after a fix: the first command can be copied, the first page opened. */
async function tell(sentences: readonly string[]): Promise<void> {
  if (sentences.length === 0) return;
  const { command, page } = offersOf(sentences);
  const buttons = [...(page === undefined ? [] : [OPEN_PAGE]), ...(command === undefined ? [] : [COPY_COMMAND])];
  const answer = await vscode.window.showInformationMessage(sentences.join(' '), ...buttons);
  if (answer === COPY_COMMAND && command !== undefined) await vscode.env.clipboard.writeText(command);
  if (answer === OPEN_PAGE && page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page));
}
