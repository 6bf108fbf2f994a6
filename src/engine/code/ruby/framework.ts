/** What a Ruby framework tells the lowering of Ruby code. */
import type { TreeNode } from '../../parse/tree';
import type { Span } from '../../span';
import type { Argument, ClassFact, Expression, FilterFact, FunctionFact, Statement } from '../model';
import type { RubyLowering } from './lowering';

/** What a Ruby framework puts in the place of its own calls; every function answers undefined for what is not its own. */
export interface RubyFramework {
  /** Words one of which a file holds that declares or guards routes, whatever its path. */
  words: readonly string[];
  /** Files that by their path may declare or guard routes. Over-accepts. */
  accepts(path: string): boolean;
  /** Meaning of a call, or of a name that is no local variable. */
  call(call: RubyCall, lower: RubyLowering): Expression | undefined;
  /** Meaning of an element of something: `session[:user_id]`. */
  index(of: Expression, key: Expression): Expression | undefined;
  /** Meaning of a call in the body of a class, of a `included` block, or of a class method. */
  filter(call: RubyCall, lower: RubyLowering): FilterFact | undefined;
  /** A class, once its members are lowered: what its methods take from the request is added to their facts. */
  classOf?(fact: ClassFact, methods: readonly FunctionFact[], lower: RubyLowering): void;
  /** A file that is written in words of the framework's own (`config/routes.rb`). */
  file?(root: TreeNode, lower: RubyLowering): Statement[] | undefined;
}

/** A call; arguments are lowered, its block only when somebody asks. */
export interface RubyCall {
  node: TreeNode;
  /** Null where the call is on the object at hand. */
  receiver: Expression | null;
  /** The receiver as written, or empty. */
  on: string;
  name: string;
  args: Argument[];
  /** The block, as a function; null where there is none. */
  block(): Extract<Expression, { e: 'function' }> | null;
  /** `a&.b`: nothing where `a` is nothing. */
  maybe: boolean;
  at: Span;
}
