/** Places of a report in terms of VS Code. */
import * as vscode from 'vscode';

import type { NodePlace } from './tree/node';

export function placeUri({ folder, path }: NodePlace): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder), ...path.split('/'));
}

/** The place as a selection; the start of the line when no columns are known. */
export function selectionOf({ line, column = 1, endLine = line, endColumn = column }: NodePlace): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}
