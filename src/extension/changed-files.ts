/** Which files differ from the last commit, as the built-in Git extension knows it: nothing is started for it. */
import * as vscode from 'vscode';

interface GitChange {
  uri: vscode.Uri;
  renameUri?: vscode.Uri;
}

interface GitRepository {
  state: {
    workingTreeChanges: GitChange[];
    indexChanges: GitChange[];
    mergeChanges: GitChange[];
    untrackedChanges?: GitChange[];
  };
}

interface GitExtension {
  getAPI(version: 1): { repositories: GitRepository[] };
}

/** URIs of changed files, or undefined when no repository is known. */
export async function changedFiles(): Promise<Set<string> | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  const { repositories } = (await extension.activate()).getAPI(1);
  if (repositories.length === 0) return undefined;
  const changes = repositories.flatMap(({ state }) => [
    ...state.workingTreeChanges,
    ...state.indexChanges,
    ...state.mergeChanges,
    ...(state.untrackedChanges ?? []),
  ]);
  return new Set(changes.map(({ uri, renameUri }) => decodeURIComponent((renameUri ?? uri).toString())));
}
