/** What a JavaScript framework tells the lowering: which of its calls and members mean routes, mounts, guards, refusals. */
import type ts from 'typescript';
import type { Lowering } from '../../collect/javascript-lowering';
import type { Expression } from '../model';
import { express } from './express';
import { expressHttp } from './express-http';

export interface JavaScriptFramework {
  name: string;
  /** A file may hold routes or guards of this framework. Must over-accept: what it refuses is only read when a link leads there. */
  prefilter(text: string): boolean;
  /**
   * The call as an expression of the model, or undefined when it is not the framework's. It may add statements to the current block
   * (`lowering.emit`): a registration inside an expression still registers.
   */
  call?(node: ts.CallExpression | ts.NewExpression, lowering: Lowering): Expression | undefined;
  /** A member that is not called: `req.headers`. */
  member?(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, lowering: Lowering): Expression | undefined;
  /** A part taken by destructuring: `const { headers } = req`. */
  part?(owner: Expression, key: string, lowering: Lowering): Expression | undefined;
}

export const JAVASCRIPT_FRAMEWORKS: readonly JavaScriptFramework[] = [express, expressHttp];
