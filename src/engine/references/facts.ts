/** Facts about what documents and Makefiles name. */
import type { ShellCommand } from '../collect/shell';
import type { Span } from '../span';
import type { Named } from './named';

declare module '../facts' {
  interface FactParts {
    /** What a Markdown document names: files, scripts, targets. */
    references: Reference[];
    makefile: MakefileFacts;
  }
}

/** A place of a document that names something of the repository. */
export interface Reference extends Omit<Named, 'kind'> {
  kind: 'link' | Named['kind'];
  span: Span;
}

export interface MakefileFacts {
  targets: string[];
  /** Other files, patterns and computed names may add targets. */
  open: boolean;
  commands: ShellCommand[];
}
