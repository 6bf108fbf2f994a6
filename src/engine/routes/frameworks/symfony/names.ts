/** Names of the Symfony description. */
import type { Expression } from '../../../code/model';
import type { Span } from '../../../span';

export const NAME = 'symfony';

/** Setting of the application: places whose routes its files of routes read. */
export const IMPORTS = 'routes are read from';
/** Names under which it is known whether voters of the project turn away callers without a user. */
export const VOTERS = {
  strict: 'symfony: a voter that asks for a user',
  lax: 'symfony: a voter that may not',
} as const;

export const APPLICATION: Expression = { e: 'application', framework: NAME, package: '' };
export const NOWHERE: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** What stands for what the security component does with callers, by symbol (`effects` of the description). */
export function meaning(name: 'refuses' | 'permits'): Expression {
  return { e: 'import', from: `Symfony\\Security\\${name}`, line: 0 };
}
