/** Routes files: `config/routes.rb` and the files that it draws. Rails guides, "Rails Routing from the Outside In". */
import type { TreeNode } from '../../../parse/tree';
import { bodyNodes, named } from '../../../code/ruby/values';
import type { RubyLowering } from '../../../code/ruby/lowering';
import type { Expression, RouterExpression, Statement } from '../../../code/model';
import type { Span } from '../../../span';
import { NAME } from './names';
import { RouteWalk } from './route-walk';
import { ROUTES } from './route-statements';

/** Files that `draw` reads. */
const DRAWN = /(^|\/)config\/routes\/.+\.rb$/;

/** The statements of a routes file; undefined for any other file. */
export function routeFile(root: TreeNode, lower: RubyLowering): Statement[] | undefined {
  const draws = drawCalls(root);
  if (draws.length > 0) return draws.flatMap((node) => drawn(node, lower));
  if (!DRAWN.test(lower.path)) return undefined;
  return [routerOf('router', lower.spanOf(root)), ...new RouteWalk(lower).file(named(root))];
}

/** `Rails.application.routes.draw do … end`, an engine's included: those belong to whoever mounts the engine. */
function drawn(node: TreeNode, lower: RubyLowering): Statement[] {
  const receiver = lower.source(node.childForFieldName('receiver')).replace(/\s/g, '');
  const engine = /^(?:::)?(.*::Engine)(?:\.routes)?$/.exec(receiver)?.[1];
  const statements = new RouteWalk(lower, foldersOf(engine)).file(bodyNodes(node.childForFieldName('block')));
  const at = lower.spanOf(node);
  const isMounted: Statement[] =
    engine === undefined ? [] : [bind({ e: 'name', name: `${engine}.routes` }, ROUTES, at)];
  return [routerOf('app', at), ...isMounted, ...statements];
}

/** `Shop::Core::Engine` keeps its controllers in `shop/core` or `shop`, where it keeps them to itself. */
function foldersOf(engine: string | undefined): string[] {
  const parts = (engine ?? '')
    .split('::')
    .slice(0, -1)
    .map((part) => part.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase());
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

function routerOf(role: RouterExpression['role'], at: Span): Statement {
  const router: RouterExpression = {
    e: 'router',
    role,
    framework: NAME,
    prefix: null,
    guards: [],
    routes: null,
    args: [],
    at,
  };
  return bind(ROUTES, router, at);
}

function bind(to: Expression, value: Expression, { line }: Span): Statement {
  return { s: 'let', to, value, line };
}

/** Calls of `draw` with a block, at top level or in a condition there. */
function drawCalls(node: TreeNode): TreeNode[] {
  return named(node).flatMap((child) => {
    if (child.type !== 'call') return /^(?:if|unless|then|begin)/.test(child.type) ? drawCalls(child) : [];
    const method = child.childForFieldName('method')?.text;
    const block = child.childForFieldName('block');
    const isDraw = /^(?:draw|append|prepend|add_routes|append_routes)$/.test(method ?? '') && block !== null;
    const receiver = isDraw ? (child.childForFieldName('receiver')?.text ?? '') : '';
    if (/routes$|::Engine$/.test(receiver)) return [child];
    // `Foo::Application.routes.draw` inside `Foo.configure do … end` and the like.
    const body = block?.childForFieldName('body');
    return body ? drawCalls(body) : [];
  });
}
