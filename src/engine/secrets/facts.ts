/** What one file says about credentials: shapes only, never a value. */
import type { Span } from '../span';
import type { ValueClass } from './values/value';

/** Where a value stands. */
export type Position =
  /** Assigned to a variable, field, property, dictionary key or keyword argument in code. */
  | 'literal'
  /** Passed to a call. */
  | 'argument'
  /** Used when an environment variable is not set: `getenv("X", "v")`, `process.env.X || 'v'`, `${X:-v}`. */
  | 'fallback'
  /** Default of a settings field, a schema or a settings validator. */
  | 'setting'
  /** A call signs, encrypts or seals with it. */
  | 'signing'
  /** Value in a configuration file that is no container manifest: YAML, TOML, JSON, INI, properties. */
  | 'config'
  /** Environment or argument of a compose service. */
  | 'compose'
  /** Helm values or a Kubernetes manifest. */
  | 'manifest'
  /** ENV or ARG of a Dockerfile. */
  | 'dockerfile'
  /** Line of a dotenv file. */
  | 'dotenv'
  /** Assignment or option in a shell script or command line. */
  | 'shell'
  /** SQL that creates a user, sets a password or seeds a row. */
  | 'sql'
  /** Documentation, plain text, comments, docstrings, code samples in strings. */
  | 'prose'
  /** The file is the key. */
  | 'file'
  /** Compared with something: a guard, never a finding. */
  | 'comparison';

export interface SecretFact {
  /** Rule inside the check: `github-token`, `password`, `url-password`, … */
  rule: string;
  /** `token`: self-evident by form. `public`: publishable by design. `hash`: of a password. Else the class of the value by itself. */
  value: ValueClass | 'token' | 'public' | 'hash';
  position: Position;
  /** Name on the left side as written, or null. */
  name: string | null;
  /** Environment variable that sets the value, where position or name tells. */
  env: string | null;
  /** The value itself, without quotes. */
  span: Span;
  /** Salted hash of the value. */
  hash: string;
  /** Salted hash of the value's SHA-1, by which detect-secrets knows it. */
  sha1: string;
  /** First three characters and the length: `Aud…, 11 characters`. */
  mask: string;
  length: number;
  /** Offline proof held: checksum, decoded structure. */
  proven: boolean;
  /** Distinctive enough to be searched everywhere. */
  seed: boolean;
  /** Documented default of a product. */
  vendor: boolean;
  /** A placeholder that something starts with all the same (`change me in production`), not an instruction (`REPLACE_WITH_…`). */
  operational: boolean;
  /** Not a bare word: holds a digit or a joint. */
  odd: boolean;
  /** Assigned with `=`: a constant, a variable, a keyword argument. */
  declared: boolean;
  /** An object or argument list around it also names a user: somebody signs in with it. */
  login: boolean;
  /** Host part of a URL, when the value is a URL's password. */
  host: string | null;
  /** Scheme of that URL. */
  scheme: string | null;
  /** Year in which a decoded token ends, if it says so. */
  expires: number | null;
  /** Role that a decoded token speaks for, if it says so. */
  role: string | null;
  /** The code around it says that it is used outside of production only. */
  outsideProduction: boolean;
  /** A decoded token that was good for a week at most. */
  shortLived: boolean;
}

declare module '../facts' {
  interface FactParts {
    /** Credentials, by shape and place. */
    secrets: SecretFacts;
  }
}

export interface SecretFacts {
  values: SecretFact[];
  /** The text runs tests (imports a test framework), whatever its path. */
  test: boolean;
  /** Kind of YAML, by content. */
  manifest: 'compose' | 'kubernetes' | 'openapi' | null;
  /** The file is sent to browsers as it is, or compiled into what they load. */
  client: boolean;
  /** More credentials than are recorded. */
  truncated: boolean;
}
