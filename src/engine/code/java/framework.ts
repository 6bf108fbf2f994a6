/** What a framework tells the lowering of Java code. */
import type { TreeNode } from '../../parse/tree';
import type { SourceFile } from '../../collect/source-file';
import type { ClassFact, Expression, Parameter, Statement } from '../model';
import type { JavaLowering } from './lowering';

/** What a Java framework puts in the place of its own calls and annotations; every function answers undefined for what is not its own. */
export interface JavaFramework {
  /** Words (letters, digits, `_`) one of which every file that declares or guards a route holds. */
  words: readonly string[];
  /** Where its words say too little: what a file has to hold besides. */
  pattern: RegExp;
  /** What else makes a file worth reading, words or not. */
  names?: RegExp;
  /** Meaning of a call, of `new` or of `instanceof`. */
  call?(node: TreeNode, lower: JavaLowering): Expression | undefined;
  /** Meaning of an annotation where it guards what it stands on; several annotations of one element are asked one by one. */
  annotation?(annotation: Annotation, lower: JavaLowering): Expression | undefined;
  /** A class, interface or annotation type, once its members are lowered: what it is to the framework is added to its facts. */
  classOf?(node: TreeNode, fact: ClassFact, lower: JavaLowering): void;
  /** What the framework puts into a field. */
  field?(
    name: string,
    initial: Expression | null,
    owner: TreeNode,
    field: TreeNode,
    lower: JavaLowering,
  ): Expression | undefined;
  /** What a parameter of a method gets from the framework. */
  parameter?(node: TreeNode, parameter: Parameter, lower: JavaLowering): Parameter | undefined;
  /** Meaning of what a method returns, where returning it answers. */
  returned?(value: Expression, lower: JavaLowering): Expression | undefined;
  /** What its settings say of its applications: files by path, words without which they say nothing. */
  settings?: { file: RegExp; words: RegExp; read(file: SourceFile): Statement[] };
}

/** An annotation as written. */
export interface Annotation {
  /** Its name without the package. */
  name: string;
  /** Its values by key; one without a key is `value`. */
  values: ReadonlyMap<string, TreeNode>;
  node: TreeNode;
}
