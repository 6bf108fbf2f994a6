/** The frameworks that a Python file is written for. */
import type { PythonFramework } from './framework';

const IMPORTS = /^[ \t]*(?:from|import)[ \t][^\n]*/gm;

/** Frameworks whose words a file is read with: those that it imports, else the one whose registrations it holds, else any's. */
export function frameworksOf(text: string, all: readonly PythonFramework[]): readonly PythonFramework[] {
  const lines = (text.match(IMPORTS) ?? []).join('\n');
  const own = all.filter(({ imports, uses }) => imports.test(lines) || uses?.test(text));
  if (own.length > 0) return own;
  const alone = all.filter(({ alone }) => alone?.test(text));
  return alone.length > 0 ? alone : all.filter(({ isFallback }) => isFallback);
}
