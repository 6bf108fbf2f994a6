// What a check says of a workspace, in one line: tests of checks compare lines.

import { analyze, checkOf, placesOf, type Files } from './analyze';
import type { MemoryHostOptions } from './memory-host';

/** `pass E4`, `unknown`, `fail E2 app/main.py:3 rule, Dockerfile:1`: verdict, level, and the places of the findings. */
export async function answer(check: string, files: Files, options: MemoryHostOptions = {}): Promise<string> {
  const report = await analyze(files, options);
  const { verdict, level } = checkOf(report, check);
  return [verdict, level, placesOf(report, check).join(', ')].filter(Boolean).join(' ');
}
