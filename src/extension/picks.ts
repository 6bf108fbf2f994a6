/** What commands ask for first when nobody has said what they are about. Undefined: a person gave up, or there is nothing, which is said. */
import * as vscode from 'vscode';

import { SEVERITIES } from '../engine/finding';
import { attestationText, placeText } from '../engine/report/present';
import type { CheckResult } from '../engine/report/report';
import type { ClientFinding } from '../server/protocol';
import { placeUri } from './places';
import type { Store } from './store';
import type { NodeTarget, TreeNode } from './tree/node';

type Located = ClientFinding & { folder: string };

export async function pickStatement({ scanned }: Store): Promise<NodeTarget | undefined> {
  const items = scanned.flatMap(({ folder, report }) =>
    report.attestations.map((entry) => ({
      label: entry.title,
      description: attestationText(entry),
      target: { folder, attest: { id: entry.id, title: entry.title, endsWithRelease: entry.days === null } },
    })),
  );
  if (items.length === 0) say('Scan the workspace first: nothing can be attested yet.');
  const options = { title: 'Attest what no file can prove', matchOnDescription: true };
  return items.length === 0 ? undefined : (await vscode.window.showQuickPick(items, options))?.target;
}

/** `some`: the only ones that are meant. */
export async function pickCheck({ scanned }: Store, some?: readonly string[]): Promise<string | undefined> {
  // Of several folders, the one where it does not hold.
  const meant = scanned.flatMap(({ report }) => report.checks).filter(({ id }) => some?.includes(id) !== false);
  const all = meant.sort((a, b) => Number(isOpen(a)) - Number(isOpen(b)));
  const checks = new Map(all.map((check) => [check.id, check]));
  if (checks.size === 0) {
    say('There is nothing to explain yet: nothing has been scanned.');
    return undefined;
  }
  const options = {
    title: 'Explain a check',
    placeHolder: 'A word of its title, its id or its result',
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(checkItems([...checks.values()]), options))?.id;
}

function isOpen({ verdict }: CheckResult): boolean {
  return verdict === 'fail' || verdict === 'expired';
}

/** What does not hold first, the most severe on top: that is what people ask about. */
function checkItems(checks: readonly CheckResult[]): (vscode.QuickPickItem & { id?: string })[] {
  const items = (title: string, some: readonly CheckResult[]): (vscode.QuickPickItem & { id?: string })[] => [
    ...(some.length > 0 ? [{ label: title, kind: vscode.QuickPickItemKind.Separator }] : []),
    ...some.map(({ id, title: label, summary }) => ({ label, description: id, detail: summary, id })),
  ];
  const open = checks.filter(isOpen).sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return [
    ...items('does not hold yet', open),
    ...items(
      'all others',
      checks.filter((check) => !isOpen(check)),
    ),
  ];
}

/** What a finding is offered as in a list. */
export interface Row {
  label: string;
  actions: ClientFinding['actions'];
}

/** Asks for a finding; those of the file in the editor come first, then the most severe. */
export async function pickFinding(
  store: Store,
  verb: string,
  accept: (finding: ClientFinding) => boolean,
  rowsOf: (finding: ClientFinding) => Row[],
): Promise<NodeTarget | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const isActive = (finding: Located): boolean =>
    finding.path !== null && placeUri({ folder: finding.folder, path: finding.path, line: 1 }).toString() === active;
  const findings = store.scanned
    .flatMap(({ folder, report }) => report.findings.map((finding): Located => ({ ...finding, folder })))
    .filter((finding) => finding.suppressed === null && accept(finding))
    .sort(
      (a, b) =>
        Number(isActive(b)) - Number(isActive(a)) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    );
  if (findings.length === 0) {
    say(`There is nothing to ${verb.toLowerCase()}.`);
    return undefined;
  }
  const items = findings.flatMap((finding) =>
    rowsOf(finding).map((row) => ({
      ...row,
      description: placeText(finding),
      detail: finding.message,
      finding,
    })),
  );
  const options = { title: `${verb} a finding`, matchOnDescription: true, matchOnDetail: true };
  const picked = await vscode.window.showQuickPick(items, options);
  if (!picked) return undefined;
  const { folder, fingerprint, check } = picked.finding;
  return { folder, fingerprint, check, actions: picked.actions };
}

/** The folder a command is about, that of the row it was chosen on; undefined when a person gave up or there is none, which is said with the reason. */
export async function pickFolder(
  placeHolder: string,
  reason: string,
  row?: TreeNode,
): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const given = folders.find(({ uri }) => uri.toString() === row?.target?.folder);
  if (given) return given;
  if (folders.length === 0) say(`Open a folder first: ${reason}.`);
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick({ placeHolder }) : folders[0];
}

/** An answer to a command; never shown without one. */
export function say(message: string): void {
  void vscode.window.showInformationMessage(message);
}
