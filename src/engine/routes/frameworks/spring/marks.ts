/**
 * What a filter chain says of sessions and of forged requests, besides its rules of access. Spring Security reference, "CSRF" (on unless
 * switched off), "Form Login", "Authentication Persistence and Session Management".
 */
import type { JavaLowering } from '../../../code/java/lowering';
import type { Expression } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { matchersOf } from './matchers';

/** Before the names under which the chain's marks stand among what is before a route. */
export const MARKS = 'org.springframework.security.chain.';

/**
 * `signs-in`: a browser is known by a session or by credentials that it sends along · `stateless`: no session is kept · `bearer`: callers
 * send a token · `no-csrf`: writes are not asked for a token, on these paths (null = all).
 */
interface Mark {
  mark: 'signs-in' | 'stateless' | 'bearer' | 'no-csrf';
  paths: Expression[] | null;
}

const SIGNS_IN = /^(?:formLogin|oauth2Login|saml2Login|rememberMe|httpBasic|openidLogin)$/;

/** What one call of the chain says. */
export function marksOf(name: string, args: readonly TreeNode[], node: TreeNode, lower: JavaLowering): Mark[] {
  const written = args.map((arg) => lower.source(arg)).join();
  const isOff = /disable/.test(written);
  if (SIGNS_IN.test(name)) return isOff || isDisabled(node, lower) ? [] : [{ mark: 'signs-in', paths: null }];
  if (name === 'oauth2ResourceServer') return [{ mark: 'bearer', paths: null }];
  if (name === 'sessionCreationPolicy') return /STATELESS/.test(written) ? [{ mark: 'stateless', paths: null }] : [];
  if (name === 'securityContextRepository')
    return /NoOp|RequestAttribute/.test(written) ? [{ mark: 'stateless', paths: null }] : [];
  if (name === 'csrf' && (isOff || isDisabled(node, lower))) return [{ mark: 'no-csrf', paths: null }];
  if (/^ignoring(?:Request|Ant)Matchers$/.test(name))
    return [{ mark: 'no-csrf', paths: matchersOf(lower, args, new Map()).paths }];
  return [];
}

/** `.csrf().disable()`. */
function isDisabled(node: TreeNode, lower: JavaLowering): boolean {
  const next = node.parent;
  return next?.type === 'method_invocation' && lower.field(next, 'name') === 'disable';
}
