/** Why there is no search through a history, in a sentence for people. Thrown in one bundle and caught in another: told by its name. */
export class HistoryRefused extends Error {
  override readonly name = 'HistoryRefused';
}

/** True for a refusal, whichever bundle made it. */
export function isHistoryRefused(error: unknown): error is HistoryRefused {
  return error instanceof Error && error.name === 'HistoryRefused';
}
