/** The search through a history, loaded when it is asked for: it draws in every rule, as the collector does, and stands in its bundle. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { HistoryReport } from '../engine/history/report';
import { isBundled } from './bundled';
import { loadBundle } from './code-cache';
import type * as HistoryModule from './history';
import type { HistoryInput, HistoryProgress } from './history-input';

/**
 * Searches the history.
 * @throws HistoryRefused where there is no history that can be read (see `isHistoryRefused`)
 * @throws AbortError when `signal` aborts
 */
export function searchHistory(input: HistoryInput, progress?: HistoryProgress): Promise<HistoryReport> {
  // Loaded by name at run time: no bundler may draw it into the command line or the server.
  const load = isBundled
    ? loadBundle(path.join(__dirname, 'collector-main.js'))
    : createRequire(__filename)('./history');
  const module = load as typeof HistoryModule;
  return module.searchHistory(input, progress);
}
