// What several integration tests need.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import * as vscode from 'vscode';

import type { PreflightApi } from '../../src/extension/extension';
import { walk, type TreeNode } from '../../src/extension/tree/node';

/** The extension's own interface for tests. */
export async function preflight(): Promise<PreflightApi> {
  const extension = vscode.extensions.getExtension<PreflightApi>('preflight.preflight');
  assert.ok(extension, 'VS Code has not loaded the extension');
  return extension.activate();
}

/** Asks again until the answer satisfies; fails with the last answer. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, ok: (answer: T) => boolean): Promise<T> {
  const until = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (ok(answer)) return answer;
    if (Date.now() > until) assert.fail(`${what} did not come; last seen: ${JSON.stringify(answer)}`);
    await sleep(20);
  }
}

/** URI of a file of the workspace. */
export function uriOf(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Checks with a diagnostic in a file. */
export function shown(file: string): string[] {
  return vscode.languages
    .getDiagnostics(uriOf(file))
    .filter(({ source }) => source === 'preflight')
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

/** Waits until a check has, or no longer has, a diagnostic in a file. */
export async function waitForCheck(file: string, check: string, isThere = true): Promise<void> {
  await eventually(
    `${check} ${isThere ? 'in' : 'gone from'} ${file}`,
    () => shown(file),
    (checks) => checks.includes(check) === isThere,
  );
}

/** The row of a view with this label, once it is there. */
export async function rowOf(api: PreflightApi, label: string | RegExp): Promise<TreeNode> {
  const matches = (row: TreeNode): boolean => (typeof label === 'string' ? row.label === label : label.test(row.label));
  const find = (): TreeNode | undefined => [...walk(api.rows('readiness'))].find(matches);
  const row = await eventually(`the row ${label}`, find, Boolean);
  assert.ok(row);
  return row;
}
