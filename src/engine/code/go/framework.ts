/** What a Go framework tells the lowering of Go code. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, HandlerInput } from '../model';
import type { GoLowering } from './lowering';

/** A call as it is written. */
export interface GoCall {
  node: TreeNode;
  /** Name of the function or method. */
  name: string;
  /** `net/http.HandleFunc`: the function as its package knows it; undefined for methods and for functions of this package. */
  symbol: string | undefined;
  /** What the method is called on; null for functions. */
  on: TreeNode | null;
  /** The type of that, without pointers: `github.com/gin-gonic/gin.Context`; undefined where it cannot be told. */
  type: string | undefined;
  args: readonly TreeNode[];
}

/** What a framework puts in the place of its own calls; every function answers undefined for what is not its own. */
export interface GoFramework {
  name: string;
  /** Paths of the packages that a file imports which is read with it; absent = every file is. */
  imports?: RegExp;
  /** Also asked where a file imports none of them: methods of a struct that holds a router made elsewhere. */
  isFallback?: true;
  /** Expression of a call. It may add statements to the current block: a registration inside an expression still registers. */
  call?(call: GoCall, lower: GoLowering): Expression | undefined;
  /** A member that is not called: `r.Header`. `symbol`: of a package's variable. */
  member?(node: TreeNode, symbol: string | undefined, lower: GoLowering): Expression | undefined;
  /** A struct literal of a package's type: `http.Server{Handler: h}`. */
  literal?(symbol: string, node: TreeNode, lower: GoLowering): Expression | undefined;
  /** What a function takes from the request body; undefined where it is no handler. */
  input?(fn: TreeNode, lower: GoLowering): HandlerInput | undefined;
  /** Types of members, by type and member: `github.com/gin-gonic/gin.Context` → `Request` → `net/http.Request`. A call ends in `()`. */
  types?: readonly { of: RegExp; members: Readonly<Record<string, string>> }[];
}
