/** Environment variables: where they are read, where they are declared. */
import type { Span } from '../span';

/** One place that reads a variable. */
export interface EnvRead {
  name: string;
  span: Span;
  /** Something is used when it is not set. */
  hasDefault: boolean;
  /** Field of a settings class or key of a schema that is read as a whole. */
  setting: boolean;
}

/** One line of a dotenv file or template. */
export interface EnvDeclaration {
  name: string;
  span: Span;
  /** Nothing behind the `=`. */
  empty: boolean;
  /** The line is commented out: documented, not set. */
  commented: boolean;
}

declare module '../facts' {
  interface FactParts {
    /** Environment variables that are read and declared. */
    env: EnvFacts;
    /** Rules of a `.gitignore`. */
    ignore: IgnoreFacts;
  }
}

export interface EnvFacts {
  reads: EnvRead[];
  declares: EnvDeclaration[];
  /** Reads whose name is computed. */
  dynamic: number;
  /** Variables that this manifest, image or dotenv file sets to `production`. */
  production: string[];
}

export interface IgnoreFacts {
  /** Text of each line, comments and blank lines left out. */
  rules: { line: number; text: string }[];
}
