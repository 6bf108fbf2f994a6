/** What the name of a thing in a guard's place promises. */
import type { LinkedUse } from '../link/linked';
import type { Value } from '../program/values';

/** Words of names that promise access control. csrf is not authentication. */
const AUTH_WORDS =
  /auth(?!or(?!i))|log(ged)?_?in|session|jwt|token|bearer|api_?key|guard|protect|current_?user|permission|acl|rbac|is_?admin|require_?(user|admin|role|permission|scope)|ensure|hmac|signature|identity|principal|verify_?(token|key|user|admin)|oidc|saml|keycloak|shiro/i;
/** Single sign-on, where it is a word of its own. */
const SIGN_ON = /(?:^|[a-z0-9\W_])S(?:so|SO)(?![a-z])|(?:^|[\W_])sso(?![a-z])/;
const NOT_AUTH =
  /csrf|oauth2_?password_?request|session_?(maker|local|factory|scope)|db_?session|get_?session$|tokeni[sz]er|token_?(count|limit|bucket)|rate|throttl|limit/i;
/** Names that promise to refuse, not only to find out. */
export const ENFORCING =
  /^_*(verify|require|check|ensure|guard|authori[sz]e|authenticate|protect|enforce|validate|assert|is_?admin|admin|must)|_?(guard|required|only|protected)$/i;
/** Names that say that a caller may be unknown. */
export const OPTIONAL = /optional|maybe|or_?none|if_?(any|present|logged)|try_?get|soft|anonymous/i;
/** Names that say that nobody is asked: a decision, where the body agrees. */
export const OPEN_BY_NAME =
  /^_*(?:no|without)_?(?:auth\w*|login)(?:_?(?:required|needed))?$|^_*allow_?(?:any|anyone|everyone|everybody)$|^_*public_?(?:access|endpoint|route)$/i;

/** Whether a name in a guard's place promises access control. */
export function isAuthName(name: string): boolean {
  return (AUTH_WORDS.test(name) || SIGN_ON.test(name)) && !NOT_AUTH.test(name);
}

/** A short name of a guard, for people and for the words above. */
export function guardShortName(value: Value, use: LinkedUse): string {
  if (value.v === 'function' && !/^(?:$|<)/.test(value.fact.name)) return value.fact.name;
  if (value.v === 'class') return value.fact.name;
  if (value.v === 'instance') return value.of.fact.name;
  if (value.v === 'named' && value.name !== null) return value.name;
  const shown = value.v === 'external' ? value.symbol : use.name;
  return shown.replace(/\(\)/g, '').split(/[.:]/).pop() ?? shown;
}
