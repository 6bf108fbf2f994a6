/** Routes that are open on purpose, with the reason. A stated reason always wins; words of the path are the last resort. */
import { matchesGlob } from '../config/config';
import type { Workspace } from '../workspace';
import { DOCUMENTATION } from './documentation';

export interface PublicReason {
  reason: string;
  by: 'config' | 'comment' | 'path';
  /** The comment, for the chain. */
  line?: number;
}

interface RoutePlace {
  file: string;
  url: string;
  method: string;
  /** Name of the handler function, or empty. */
  handler: string;
  /** Lines on which a comment for the route may stand. */
  from: number;
  to: number;
}

/** Segments that only lead to an application's paths. */
const LEADING = /^(api|rest|graphql|trpc|public|services?|app|v\d+(\.\d+)?|beta|alpha|internal-api)$/;
/** Segments around signing in and accounts: beside them a weaker word says the same. */
const ACCOUNT =
  /^(auth|authn|authentication|accounts?|users?|sessions?|login|oauth2?|passwords?|emails?|tokens?|jwt|identity|passkeys?|webauthn|mfa|2fa|otp|sso|me|members?|invit(es?|ations?)|magic-?links?)$/;
/** Sign-in words that need no company. */
const SIGN_IN =
  /^((?:(?!(?:last|first|recent|failed|require[ds]?|check|force|is|has|track|log|count|enable|disable)-)[a-z]+-)?(?:log-?in|sign-?in|sign-?up)|log-?out|sign-?out|forgot(-?(password|email|username))?|(password|account)-?(reset|recovery|forgot)|reset-?password|(?:new-)?access-token|(initiate|account)-recovery|refresh-tokens?|magic-?links?|verify-(email|otp|code)|email-verification|verification-email|confirm-email|resend-(verification|confirmation|otp|email|code)(-(email|token|code))?|unlock-account|otp|captcha(-image)?|unsubscribe)$/;
/** The steps in words of their own order, two at least (`/reset` may be of anything): `otp-verify`, `send-otp-forgot`, `verifyotp`. */
const STEP_WORDS =
  /^(?:(?:send|resend|request|verify|verification|validate|check|reset|forg[eo]t|otp|code|e?mail|passwords?|pass|pwd?|token|link|sms|phone)-?){2,}$/;
const STEP = /otp|verif|forg[eo]t|reset|resend/;
/** Whom a page to sign in is for: `/admin/auth`. */
const PEOPLE = /^(?:admin|staff|customer|client|driver|vendor)s?$/;
/** A first parameter that says whose pages these are, or in which language. */
const TENANT = /org|tenant|workspace|team|site|realm|lang|locale/;
/** Words that mean signing in only beside an account's segment, or right after the leading ones. */
const WEAK_SIGN_IN =
  /^(register|registration|refresh|verify|verification|confirm|reset|forgot|token|callback|authorize|authenticate|recover|recovery|accept|validate|session-check|join|unlock|resend)$/;
const PASSKEY = /^(passkeys?|webauthn|fido2?)$/;
/** Names of the steps as the W3C's "Web Authentication" and simplewebauthn.dev have them: the other steps register a key. */
const PASSKEY_STEP =
  /^(?:generate-|verify-|begin-|finish-)?(?:authenticate|authentication|login|sign-?in|assertion)(?:-(?:options|begin|finish|verify|response))?$/;
const FEDERATED = /^(oauth2?|sso|saml2?|oidc|openid|social)$/;
const FEDERATED_STEP =
  /^(login|start|initiate|init|authorize|callback|token|acs|sls|slo|logout|metadata|providers?|redirect|discovery|oidc|saml2?|\{provider\}|:provider|\[provider\])$/;
const HEALTH =
  /^([_-]?health(z|check)?|health-(check|live|ready)|healthcheck|ready|readyz|readiness|live|livez|liveness|alive|ping|heartbeat|startup|startupz)$/;
/** A page about the service itself, not about one of its things. */
const SERVICE = /^(status|version|up|about|info)$/;
const METADATA =
  /^(\.?well-known|jwks(\.json)?|openid-configuration|robots\.txt|sitemap(\.xml)?|favicon\.ico|manifest\.json|opengraph-image|twitter-image|og|serviceproviderconfig|resourcetypes)$/;
const DOCS = /^(docs|redoc|documentation|openapi(\.json|\.yaml)?|swagger(\.json|-ui)?|api-docs|graphql-playground)$/;
const STATIC = /^(static|_next|css|js|fonts)$/;
/** Words for files that are words for things as well: what a company owns, pictures of a product. */
const FILES = /^(assets|images)$/;
/** `main.css`, `*`, `{path:path}`, `[...path]`, `:file`: not `:id`, which asks for one of many things, but for that of a picture. */
const FILE = /\.\w{2,5}$|\*|:path\}$|^\[\.{3}|^[:{[<](?![\w-]*?id\b)/;
const CONTENT =
  /^(captcha(-image)?|locales?|i18n|translations|feed|rss(\.xml)?|terms(-of-(service|use)|-and-conditions)?|(privacy|cookie)(-policy)?|imprint|legal-notice)$/;
/** What hands out the token that callers send back with a form. */
const FORGERY_TOKEN = /^(?:csrf|xsrf)(?:-(?:token|cookie))?$/;
/** What a browser keeps for whoever sits in front of it. */
const PREFERENCE = /^(?:set-)?(?:theme|locale|language|color-scheme|cookie-consent)(?:-switch(?:er)?|-toggle)?$/;
const INTERNAL = /(^|\/)(metrics|debug|admin|internal|tests?|seed|export|dump)(\/|$)/;

/** Why a route may be open; null = nothing says so. */
export function publicReason(workspace: Workspace, route: RoutePlace): PublicReason | null {
  const stated = configured(workspace, route) ?? commented(workspace, route);
  if (stated) return stated;
  const { url, method } = route;
  const reason =
    byPath(url, method) ?? byPath(apart(url), method) ?? byPath(asSegments(url), method) ?? byHandler(route);
  return reason === null ? null : { reason, by: 'path' };
}

function configured(workspace: Workspace, route: RoutePlace): PublicReason | null {
  for (const layer of workspace.config.layersFor(route.file)) {
    for (const { path, method, reason } of layer.file.routes?.public ?? []) {
      if (method !== undefined && method.toUpperCase() !== route.method) continue;
      if (path === route.url || matchesGlob(route.url.replace(/^\//, ''), path.replace(/^\//, '')))
        return { reason, by: 'config' };
    }
  }
  return null;
}

function commented(workspace: Workspace, { file, from, to }: RoutePlace): PublicReason | null {
  const comments = workspace.suppressions(file);
  const comment = comments.find(
    (one) => one.kind === 'public' && one.reason !== null && one.to >= from && one.from <= to,
  );
  return comment?.reason ? { reason: comment.reason, by: 'comment', line: comment.span.line } : null;
}

/** What a handler for everybody is called, and what may follow: `signInWithEmail`, `login_user`, `registerAction`. */
const SIGN_IN_HANDLER =
  /^(?:(?:handle|trigger|request|send)_?)?(?:register|sign_?up|log_?in|sign_?in|log_?out|sign_?out|forgot_?password|reset_?password|password_?reset|recover_?password|verify_?email)(?:_?(?:(?:with|using|via|by)\w*|user|student|customer|applicant|member|client|action|form|handler|account|email|link))*$|^(?:log|sign)_?in_?(?:staff|admin|teacher|employee|driver|doctor|vendor|seller)$/i;

/** `POST /users` whose handler is called `register`. */
function byHandler({ handler, method, url }: RoutePlace): string | null {
  if (method !== 'POST' && method !== 'GET') return null;
  const called = url.replace(/^(?:action |\/_serverFn\/|\/(?=\w+$))/, '').replace(/(?:Server)?Fn$/, '');
  return SIGN_IN_HANDLER.test(handler) || SIGN_IN_HANDLER.test(called)
    ? 'a way to sign in, sign up or recover an account'
    : null;
}

/** `/forgotPassword` as `/forgot-Password`. */
function apart(url: string): string {
  return url.replaceAll(/([a-z])([A-Z])/g, '$1-$2');
}

/** `/auth.forgotPassword` as `/auth/forgot-password`: a dotted name, as remote procedures have them. */
function asSegments(url: string): string {
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (!/^\w+(?:\.\w+)+$/.test(name)) return url;
  const segments = apart(name.replaceAll('.', '/'));
  return url.slice(0, url.length - name.length) + segments;
}

/** What the path says of itself, by whole segments. */
export function byPath(url: string, method: string): string | null {
  // `/login?/register`: a form action of a page.
  const segments = url.toLowerCase().replace('?/', '/').replace(/_/g, '-').split('/').filter(Boolean);
  const reads = method === 'GET' || method === 'HEAD' || method === 'ALL';
  if (method === 'DELETE' && /^(?:log|sign)-?out$/.test(segments.at(-1) ?? '')) return 'a way to sign out';
  if (method === 'DELETE' || method === 'WEBSOCKET') return null;
  if (segments.length === 0) return reads ? 'the start page' : null;
  if (isSignIn(segments) || (method === 'POST' && isDoor(segments)))
    return 'a way to sign in, sign up or recover an account';
  const behind = segments.slice(segments.indexOf('public') + 1);
  if (segments.includes('public') && behind.length > 0 && !INTERNAL.test(url.toLowerCase())) {
    // What is done to it takes the token of a link.
    if (reads || behind.some((segment) => isParameter(segment) && /token|code|slug/.test(segment)))
      return 'its path says that it is public';
  }
  if (PREFERENCE.test(segments.at(-1) ?? '')) return 'a preference that the browser keeps';
  if (!reads || INTERNAL.test(url.toLowerCase())) return null;
  if (FORGERY_TOKEN.test(segments.at(-1) ?? '')) return 'a token against forged requests';
  return aboutService(segments) ?? published(segments, method);
}

/** `/auth/:provider`, `/:provider/callback` */
const PROVIDER = /(?:^|\/)auth\/[:[{]?\[?provider[\]}]?$|(?:^|\/)[:[{]?\[?provider[\]}]?\/(?:redirect|callback)$/;

/** `/api/auth/*`: whatever a sign-in library answers, as its documentation has it mounted (better-auth.com/docs, authjs.dev). */
const LIBRARY = /(?:^|\/)auth\/(?:\$|\*{1,2}\w*|\[{1,2}\.{3}\w+\]{1,2}|:\w+\{\.[+*]\}|:\w+\*)$/;

/** Services and ways that people sign in with, by the names that paths give them (strategies of Passport, providers of Auth.js). */
const SERVICES =
  /^(?:google|github|gitlab|gitea|bitbucket|facebook|twitter|x|apple|microsoft|azure(?:-?ad)?|entra|okta|auth0|keycloak|discord|slack|linkedin|twitch|spotify|wechat|weixin|qq|feishu|lark|dingtalk|line|kakao|naver|telegram|linuxdo|local|ldap|credentials|plex|jellyfin|emby)$/;

function isSignIn(segments: readonly string[]): boolean {
  if (PROVIDER.test(segments.join('/')) || LIBRARY.test(segments.join('/'))) return true;
  // `/auth/google` starts, or ends, signing in there.
  const isService = SERVICES.test(segments.at(-1) ?? '');
  if (isService && segments.some((segment) => /^(?:auth|login|sign-?in|oauth2?|sessions?)$/.test(segment))) return true;
  // Signing in with a passkey is open; adding one to an account is not.
  if (segments.some((segment) => PASSKEY.test(segment))) return segments.some((segment) => PASSKEY_STEP.test(segment));
  const last = segments.filter((segment) => !isParameter(segment)).at(-1) ?? '';
  if (segments.some((segment) => FEDERATED.test(segment))) {
    const end = segments.at(-1) ?? '';
    if (FEDERATED_STEP.test(last) || FEDERATED_STEP.test(end)) return true;
  }
  const at = segments.findIndex((segment) => SIGN_IN.test(segment) || WEAK_SIGN_IN.test(segment) || isStep(segment));
  const word = segments[at];
  if (opensInvitation(segments)) return true;
  if (word === undefined) return false;
  if (/^(?:log-?(?:in|out)|sign-?(?:in|out|up))$/.test(word)) return true;
  // A parameter in front makes it an action on one thing: `/users/{id}/verify`.
  const before = segments.slice(0, at).filter((segment, i) => i > 0 || !isParameter(segment) || !TENANT.test(segment));
  if (before.some((segment) => isParameter(segment) && !/token|code|provider|driver/.test(segment))) return false;
  if (SIGN_IN.test(word)) return true;
  return before.every((segment) => LEADING.test(segment)) || before.some((segment) => ACCOUNT.test(segment));
}

/** Of signing up or recovering an account; a password alone is asked for again of those who have signed in. */
function isStep(segment: string): boolean {
  return STEP_WORDS.test(segment) && STEP.test(segment) && !/^verify-?password$/.test(segment);
}

/** `POST /api/admin/auth`: signing in, with nothing else in its path. */
function isDoor(segments: readonly string[]): boolean {
  const before = segments.slice(0, -1);
  return (
    segments.at(-1) === 'auth' && before.every((one) => LEADING.test(one) || ACCOUNT.test(one) || PEOPLE.test(one))
  );
}

/** `/invitations/{token}`: the token is what lets in. */
function opensInvitation(segments: readonly string[]): boolean {
  const end = segments.at(-1) ?? '';
  return isParameter(end) && /token|code/.test(end) && /^invit(?:es?|ations?)$/.test(segments.at(-2) ?? '');
}

function aboutService(all: readonly string[]): string | null {
  // `/actuator/health/**`: the page and its parts.
  const segments = all.at(-1) === '**' ? all.slice(0, -1) : all;
  if (segments.some(isParameter)) return null;
  if (segments.some((segment) => HEALTH.test(segment))) return 'a health page';
  const last = segments.at(-1) ?? '';
  const alone = segments.slice(0, -1).every((segment) => LEADING.test(segment));
  return alone && SERVICE.test(last) ? 'a status page of the service' : null;
}

function published(segments: readonly string[], method: string): string | null {
  const has = (words: RegExp): boolean => segments.some((segment) => words.test(segment));
  if (has(METADATA) || (segments.includes('scim') && has(/^schemas$/))) return 'published metadata';
  const first = segments.find((segment) => !LEADING.test(segment)) ?? '';
  if (DOCS.test(first)) return DOCUMENTATION;
  if (STATIC.test(first) || (FILES.test(first) && areFiles(first, segments, method))) return 'static files';
  return has(CONTENT) ? 'content for everyone' : null;
}

/** Whether a file, and not one of an application's things, is asked for: by what stands behind the word. */
function areFiles(word: string, segments: readonly string[], method: string): boolean {
  const behind = segments.slice(segments.indexOf(word) + 1);
  const last = behind.at(-1);
  if (last === undefined) return method === 'ALL';
  return FILE.test(last) || (word === 'images' && behind.length === 1 && isParameter(last));
}

function isParameter(segment: string): boolean {
  return /^[{:[<*]/.test(segment);
}
