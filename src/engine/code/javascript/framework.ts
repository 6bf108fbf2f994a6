/** What a JavaScript framework tells the lowering. */
import type ts from 'typescript';
import type { ClassFact, Expression } from '../model';
import type { Lowering } from './lowering';

/** Which of its calls and members mean routes, mounts, guards, refusals. */
export interface JavaScriptFramework {
  name: string;
  /** Words of which a text that `prefilter` accepts holds at least one: most files are decided by them alone. Absent = none is sure. */
  words?: readonly string[];
  /** Whether a file is worth asking about, told from its text once; absent = every file. */
  applies?(text: string): boolean;
  /** A file may hold routes or guards of this framework. Must over-accept: what it refuses is only read when a link leads there. */
  prefilter(text: string, path: string): boolean;
  /** What the file declares by where it lies and what it exports; called after its statements, adds to them. */
  module?(lowering: Lowering): void;
  /**
   * The call as an expression of the model, or undefined when it is not the framework's. It may add statements to the current block
   * (`lowering.emit`): a registration inside an expression still registers.
   */
  call?(node: ts.CallExpression | ts.NewExpression, lowering: Lowering): Expression | undefined;
  /** A member that is not called: `req.headers`. */
  member?(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, lowering: Lowering): Expression | undefined;
  /** An object literal that means something as a whole: an answer with its status. `lowered`: the record it is otherwise. */
  record?(node: ts.ObjectLiteralExpression, lowered: Expression, lowering: Lowering): Expression | undefined;
  /** An assignment that does something: `ctx.status = 401`. It may add statements to the current block. */
  assigned?(target: ts.Expression, value: Expression, lowering: Lowering): Expression | undefined;
  /** A class, once its members are lowered: what it is to the framework is added to its facts. */
  classOf?(node: ts.ClassLikeDeclaration, fact: ClassFact, lowering: Lowering): void;
  /** A part taken by destructuring: `const { headers } = req`. */
  part?(owner: Expression, key: string, lowering: Lowering): Expression | undefined;
}
