/** What a framework tells the lowering of C# code. */
import type { TreeNode } from '../../parse/tree';
import type { ClassFact, Expression, FunctionFact, Parameter } from '../model';
import type { CSharpLowering } from './lowering';

/** What a C# framework puts in the place of its own calls and attributes; every function answers undefined for what is not its own. */
export interface CSharpFramework {
  /** Words (letters, digits, `_`) one of which every file that declares or guards a route holds. */
  words: readonly string[];
  /** Meaning of a call, of `new` or of an access by key. It may add statements to the current block. */
  call?(node: TreeNode, lower: CSharpLowering): Expression | undefined;
  /** Meaning of a member that is not called. */
  member?(node: TreeNode, lower: CSharpLowering): Expression | undefined;
  /** Meaning of an assignment that does something; it adds statements to the current block. */
  assigned?(left: TreeNode, right: TreeNode, lower: CSharpLowering): boolean;
  /** A type by its name, where the framework brings it. */
  type?(name: string): Expression | undefined;
  /** A class, once its members are lowered: what it is to the framework is added to its facts. */
  classOf?(node: TreeNode, fact: ClassFact, lower: CSharpLowering): void;
  /** A method, before its body is lowered. */
  methodOf?(node: TreeNode, fact: FunctionFact, lower: CSharpLowering): void;
  /** What a parameter of a method gets from the framework. */
  parameter?(node: TreeNode, parameter: Parameter, lower: CSharpLowering): Parameter | undefined;
}

/** An attribute as written, without `Attribute` at its end. */
export interface CSharpAttribute {
  name: string;
  /** Arguments without a name, in order. */
  args: readonly TreeNode[];
  /** Arguments by name. */
  named: ReadonlyMap<string, TreeNode>;
  /** Type argument (`[ServiceFilter<X>]`); null = none. */
  type: TreeNode | null;
  node: TreeNode;
}
