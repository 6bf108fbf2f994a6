/** Work-done progress: quiet, in the status bar of VS Code, and cancellable. */
import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';

import type { Progress } from './folder';

/** Opens a progress; `undefined` when the client shows none. */
export async function openProgress(
  connection: Connection,
  capabilities: ClientCapabilities,
  title: string,
  cancel: () => void,
): Promise<Progress | undefined> {
  if (!capabilities.window?.workDoneProgress) return undefined;
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin(title, 0, 'listing files', true);
  const subscription = progress.token.onCancellationRequested(cancel);
  return {
    report: (percentage, message) => progress.report(percentage, message),
    done: () => {
      subscription.dispose();
      progress.done();
    },
  };
}
