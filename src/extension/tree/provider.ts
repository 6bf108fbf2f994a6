/** Shows rows as a tree of VS Code and redraws only what has changed. */
import * as vscode from 'vscode';

import { placeUri, selectionOf } from '../places';
import { plainTooltip } from '../tooltip';
import { reconcile, type TreeNode } from './node';

export class TreeProvider implements vscode.TreeDataProvider<TreeNode> {
  private readonly changes = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  /** The rows as they are shown. */
  readonly nodes: TreeNode[] = [];

  /** Brings the view up to date. */
  show(wanted: readonly TreeNode[]): void {
    for (const node of reconcile(this.nodes, wanted)) this.changes.fire(node ?? undefined);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return node ? node.children : this.nodes;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, stateOf(node));
    item.id = node.id;
    item.description = node.description ?? '';
    item.contextValue = node.context;
    if (node.icon) {
      const color = node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color);
      item.iconPath = new vscode.ThemeIcon(node.icon.name, color);
    }
    if (node.tooltip !== undefined) item.tooltip = plainTooltip([node.tooltip]);
    if (node.spoken !== undefined) item.accessibilityInformation = { label: node.spoken };
    if (node.place) {
      const options: vscode.TextDocumentShowOptions = { selection: selectionOf(node.place), preview: true };
      item.command = { title: 'Open', command: 'vscode.open', arguments: [placeUri(node.place), options] };
    }
    return item;
  }
}

function stateOf(node: TreeNode): vscode.TreeItemCollapsibleState {
  if (node.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return node.expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
