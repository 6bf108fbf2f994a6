/**
 * Routes as net/http writes them: a pattern with an optional method and host (`GET example.com/x/{id}`), and any `http.Handler`.
 * pkg.go.dev/net/http, "Patterns". chi and gorilla/mux take the same handlers.
 */
import { text } from '../../../code/go/expressions';
import type { GoLowering } from '../../../code/go/lowering';
import { argumentsOf, unwrapped } from '../../../code/go/nodes';
import type { Expression } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { emitRoute } from './go-routes';

/** Method and path of a pattern; a path that is not literal stays what it is. */
export function patternOf(pattern: Expression): { methods: string[]; path: Expression } {
  const [head, ...rest] = pattern.e === 'join' ? pattern.parts : [pattern];
  if (head?.e !== 'text') return { methods: ['ALL'], path: pattern };
  const [, method, path = ''] = /^(?:([A-Z]+)[ \t]+)?(?:[^/\s{]+(?=\/))?(.*)$/s.exec(head.value) ?? [];
  const own = text(path.replace(/\{\$\}$/, ''));
  const whole: Expression = rest.length > 0 ? { e: 'join', parts: [own, ...rest] } : own;
  return { methods: [method ?? 'ALL'], path: whole };
}

/** Why a handler is open by its nature: it serves files. */
export function publicReason(node: TreeNode, lower: GoLowering): { public?: string } {
  const handler = unwrapped(node);
  if (handler.type !== 'call_expression') return {};
  const symbol = lower.symbolOf(handler.childForFieldName('function'));
  if (symbol === 'net/http.FileServer' || symbol === 'net/http.FileServerFS') return { public: 'static files' };
  const inner = symbol === 'net/http.StripPrefix' ? argumentsOf(handler)[1] : undefined;
  return inner ? publicReason(inner, lower) : {};
}

/** `mux.Handle(pattern, handler)`, `r.Get(path, handler)`; `methods`: those that the call's name says. */
export function emitPattern(
  framework: string,
  on: Expression,
  pattern: TreeNode,
  handler: TreeNode,
  lower: GoLowering,
  methods?: string[],
): void {
  const own = patternOf(lower.expression(pattern));
  emitRoute(
    {
      framework,
      on,
      methods: methods ?? own.methods,
      path: own.path,
      guards: [],
      handler: lower.expression(handler),
      at: pattern,
      ...publicReason(handler, lower),
    },
    lower,
  );
}
