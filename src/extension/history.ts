/** Shows what a search through the Git history found: a page of its own, beside the files. */
import * as vscode from 'vscode';

const SCHEME = 'preflight-history';

class HistoryPages implements vscode.TextDocumentContentProvider {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;
  private readonly pages = new Map<string, string>();

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.pages.get(uri.toString()) ?? '';
  }

  put(uri: vscode.Uri, text: string): void {
    this.pages.set(uri.toString(), text);
    this.changes.fire(uri);
  }
}

/** Made when the commands are registered: nothing is done while the extension is merely loaded. */
let pages: HistoryPages | undefined;

/** Lets pages of the history be read. */
export function registerHistoryPages(): vscode.Disposable {
  pages = new HistoryPages();
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages);
}

/** The preview refuses links to `file:`, and looks for those that start with `/` in the first folder of the window. */
export function linksFromRoot(folder: vscode.WorkspaceFolder): boolean {
  return folder.index === 0;
}

/** Opens the page of a folder; a search that is made again renews it. */
export async function showHistory(folder: vscode.WorkspaceFolder, markdown: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${folder.name}/Secrets in the Git History.md` });
  pages?.put(uri, markdown);
  await vscode.workspace.openTextDocument(uri);
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
