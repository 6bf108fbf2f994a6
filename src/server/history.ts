/** Answers the request for the secrets of the history, with a progress that a person can cancel. */
import type { Connection } from 'vscode-languageserver/node';

import { historyMarkdown } from '../engine/format/history-markdown';
import { historySummary } from '../engine/format/text/history';
import { HISTORY_BASELINE_PATH, readAccepted } from '../engine/history/accepted';
import { searchHistory } from '../node/history-loader';
import { HistoryRefused, isHistoryRefused } from '../node/history-refused';
import type { Folder, FolderEvents, Progress } from './folder';
import { HISTORY_REQUEST, type HistoryAnswer, type HistoryParams } from './protocol';
import type { ServerEnvironment } from './server';

/** What the answer needs of the server. */
export interface HistoryContext {
  folderOf(uri: string): Folder;
  mayRunGit(): boolean;
  progress: FolderEvents['progress'];
}

type Environment = Pick<ServerEnvironment, 'version' | 'today'>;

/** Progress is told this often, in milliseconds. */
const EVERY = 200;

export function onHistoryRequests(connection: Connection, environment: Environment, context: HistoryContext): void {
  connection.onRequest(
    HISTORY_REQUEST,
    async ({ folder: uri, linksFromRoot = false }: HistoryParams, token): Promise<HistoryAnswer> => {
      const folder = context.folderOf(uri);
      if (folder.openFilesOnly) return { refused: 'This folder is virtual: it has no history that can be read.' };
      if (!context.mayRunGit())
        return { refused: 'In Restricted Mode Git is not started. Trust the workspace to search its history.' };
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const progress = await context.progress('Searching the Git history for secrets', () => abort.abort());
      try {
        return await answer(folder, environment, linksFromRoot, { signal: abort.signal, progress });
      } catch (error) {
        if (abort.signal.aborted) return { refused: 'The search was stopped.' };
        if (isHistoryRefused(error)) return { refused: error.message };
        throw error;
      } finally {
        progress?.done();
      }
    },
  );
}

async function answer(
  folder: Folder,
  { version, today }: Environment,
  linksFromRoot: boolean,
  { signal, progress }: { signal: AbortSignal; progress: Progress | undefined },
): Promise<HistoryAnswer> {
  let told = 0;
  const config = folder.session.configuration();
  const accepted = await acceptedIn(folder);
  const input = { host: folder.files, config, version, today: today(), accepted, signal };
  const report = await searchHistory(input, (done, total) => {
    if (performance.now() - told < EVERY) return;
    told = performance.now();
    const figures = total === undefined ? `${done} commits` : `${done} of ${total} commits`;
    progress?.report(total ? Math.floor((100 * done) / total) : 0, figures);
  });
  const linkTo = (path: string, line: number): string =>
    `/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`;
  return {
    summary: historySummary(report),
    markdown: historyMarkdown(report, linksFromRoot ? linkTo : null),
    secrets: report.secrets.length,
  };
}

async function acceptedIn(folder: Folder): Promise<ReadonlySet<string>> {
  const text = await folder.files.readText(HISTORY_BASELINE_PATH);
  const accepted = text === undefined ? new Set<string>() : readAccepted(text);
  if ('error' in accepted) throw new HistoryRefused(`${HISTORY_BASELINE_PATH} ${accepted.error}.`);
  return accepted;
}
