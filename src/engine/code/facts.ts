/** Code facts: what one module says, in the shape that all languages are lowered to (`model.ts`). */
import type { Span } from '../span';
import type { ClassFact, CodeLanguage, FunctionFact, Statement } from './model';

declare module '../facts' {
  interface FactParts {
    /** Modules, routes, mounts and guards. */
    code: CodeFacts;
  }
}

/** Facts of one module (`FactParts.code`). */
export interface CodeFacts {
  language: CodeLanguage;
  body: Statement[];
  functions: Record<string, FunctionFact>;
  classes: Record<string, ClassFact>;
  /** Span of the first syntax error, and from where on facts may be missing; null = none. */
  broken: Span | null;
}
