/** Errors that end a command, with the exit codes of the contract. */

export const EXIT = { holds: 0, fails: 1, usage: 2, internal: 3, interrupted: 130 } as const;

/** Wrong usage: the message says what is wrong and what would be right. Exit code 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** Whose `--help` is worth reading. */
    readonly command?: string,
  ) {
    super(message);
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Node's error code (`ENOENT`), if there is one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space left',
};

/** Why a file could not be written or read, in words. */
export function reasonOf(error: unknown): string {
  return REASONS[codeOf(error) ?? ''] ?? messageOf(error);
}
