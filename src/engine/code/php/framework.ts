/** What a PHP framework tells the lowering of PHP code. */
import type { Span } from '../../span';
import type { TreeNode } from '../../parse/tree';
import type { Argument, ClassFact, Expression, FunctionFact, HandlerInput, Parameter, Statement } from '../model';
import type { PhpExpressions } from './expressions';
import type { PhpLowering } from './lowering';

/** What a PHP framework puts in the place of its own calls; every function answers undefined for what is not its own. */
export interface PhpFramework {
  /** Words of which every file holds one that has to do with the framework. */
  words: readonly string[];
  /** Files that by their path may declare or guard routes. Over-accepts. */
  accepts(path: string, text: string): boolean;
  /** Meaning of a call. */
  call(call: PhpCall): Expression | undefined;
  /** Meaning of a member that is not called, or of an element. */
  read(expression: Expression): Expression | undefined;
  /** A class, once its members are lowered: what it is to the framework is added to its facts. */
  classOf(fact: ClassFact, lower: PhpLowering): void;
  /** What a function takes from the request body, as a handler. */
  input?(fn: TreeNode, params: readonly Parameter[], lower: PhpExpressions): HandlerInput | undefined;
  /** The statements of a file as the framework reads them; undefined where they are plain PHP. */
  module(body: Statement[], lower: PhpLowering): Statement[] | undefined;
}

/** A call with its arguments lowered. */
export interface PhpCall {
  /** Null for a function. */
  receiver: Expression | null;
  /** The receiver where it is a name: a class as written, a variable without its sign. */
  on: string;
  name: string;
  args: Argument[];
  at: Span;
}

/** What a function takes from the request body, as the first framework that knows has it. */
export function inputFact(
  frameworks: readonly PhpFramework[],
  fn: TreeNode,
  params: readonly Parameter[],
  lower: PhpExpressions,
): Pick<FunctionFact, 'input'> {
  for (const framework of frameworks) {
    const input = framework.input?.(fn, params, lower);
    if (input) return { input };
  }
  return {};
}
