/**
 * Asks before an edit that changes several files. VS Code's own preview (`needsConfirmation`) starts with nothing ticked, and its "Apply" then
 * does nothing: for a fix that only works as a whole that is a trap. So the changes are listed, and shown as a diff on request.
 */
import * as vscode from 'vscode';

import type { PlannedChange } from '../server/protocol';
import { changesText } from './changes-text';

const SCHEME = 'preflight-preview';
const APPLY = 'Apply';
const SHOW = 'Show Changes';

export interface Confirmable {
  title: string;
  edit: vscode.WorkspaceEdit;
  changes: readonly PlannedChange[];
}

/** Texts that a preview compares with, by URI. */
class PreviewTexts implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private previews = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Replaces what earlier previews have left. */
  begin(): void {
    this.texts.clear();
    this.previews += 1;
  }

  put(file: vscode.Uri, side: 'before' | 'after', text: string): vscode.Uri {
    const uri = file.with({ scheme: SCHEME, query: `${side}-${this.previews}` });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}

const texts = new PreviewTexts();

/** Lets previews read their texts. */
export function registerPreviews(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, texts);
}

/** What a person decided about an edit; `outdated`: wanted, but a file has changed since it was made. */
export type Decision = 'apply' | 'discard' | 'outdated';

/**
 * Asks whether the person wants the edit. VS Code applies an edit at the places it names, whatever stands there by then; while the changes
 * are shown, people go on typing. So the texts are compared with those that the edit was made for.
 */
export async function confirm(planned: Confirmable): Promise<Decision> {
  const before = await textsOf(planned.edit);
  if (!(await isWanted(planned))) return 'discard';
  const now = await textsOf(planned.edit);
  return before.every((text, index) => text === now[index]) ? 'apply' : 'outdated';
}

function textsOf(edit: vscode.WorkspaceEdit): Promise<(string | undefined)[]> {
  return Promise.all(edit.entries().map(([uri]) => textOf(uri)));
}

async function isWanted(planned: Confirmable): Promise<boolean> {
  const message = `${planned.title}?`;
  const options = { modal: true, detail: changesText(planned.changes) };
  const answer = await vscode.window.showInformationMessage(message, options, APPLY, SHOW);
  if (answer !== SHOW) return answer === APPLY;
  await showChanges(planned);
  const decision = await vscode.window.showInformationMessage(message, APPLY, 'Discard');
  await closeChanges(planned);
  return decision === APPLY;
}

/** VS Code has no handle for this kind of tab; its label begins with the title. */
async function closeChanges({ title }: Confirmable): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ label }) => label.startsWith(title)));
}

async function showChanges({ title, edit }: Confirmable): Promise<void> {
  texts.begin();
  const rows: [vscode.Uri, vscode.Uri, vscode.Uri][] = [];
  for (const [uri, edits] of edit.entries()) {
    const before = await textOf(uri);
    const after = texts.put(uri, 'after', applied(before ?? '', edits));
    rows.push([uri, before === undefined ? texts.put(uri, 'before', '') : uri, after]);
  }
  await vscode.commands.executeCommand('vscode.changes', title, rows);
}

/** Text of a file as the editor has it; undefined when it does not exist yet. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  return vscode.workspace.openTextDocument(uri).then(
    (document) => document.getText(),
    () => undefined,
  );
}

function applied(text: string, edits: readonly vscode.TextEdit[]): string {
  const starts = [0];
  for (const { index } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1));
  const offset = ({ line, character }: vscode.Position): number =>
    Math.min((starts[line] ?? text.length) + character, text.length);
  const sorted = [...edits].sort((a, b) => b.range.start.compareTo(a.range.start));
  return sorted.reduce(
    (result, { range, newText }) => result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end)),
    text,
  );
}
