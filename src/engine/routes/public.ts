/** Routes that are open on purpose, with the reason. A stated reason always wins; words of the path are the last resort. */
import { matchesGlob } from '../config';
import type { Workspace } from '../workspace';

/** Whole path segments that say what a route is for, by reason. */
const WORDS: readonly { reason: string; segments: RegExp; methods?: RegExp }[] = [
  {
    reason: 'a health or status page',
    segments:
      /^(_?health(z|check|-check|_check)?|ready(z|ness)?|readiness|live(z|ness)?|liveness|health_?check|alive|ping|heartbeat|status|version|up)$/,
    methods: /^(GET|HEAD|ALL)$/,
  },
  {
    reason: 'the way to sign in, sign up or recover an account',
    segments:
      /^(login|log-in|signin|sign-in|sign_in|logout|log-out|signout|sign-out|register|registration|signup|sign-up|sign_up|refresh|refresh[-_]token|forgot|forgot[-_]password|password[-_]reset|reset[-_]password|reset|verify|verify[-_]email|email[-_]verification|confirm|confirm[-_]email|resend[-_]verification|magic[-_]link|magic[-_]links|otp|oauth2?|callback|authorize|token|sso|saml|oidc|unsubscribe|session[-_]check)$/,
  },
  { reason: 'an invitation that its own code proves', segments: /^(accept|accept[-_]invite|accept[-_]invitation)$/ },
  {
    reason: 'published metadata',
    segments:
      /^(\.well-known|jwks(\.json)?|openid-configuration|robots\.txt|sitemap(\.xml)?|favicon\.ico|manifest\.json|opengraph-image|og|serviceproviderconfig)$/,
  },
  {
    reason: 'the API documentation',
    segments: /^(docs|redoc|openapi(\.json)?|swagger(\.json)?|api-docs|swagger-ui|graphql-playground)$/,
    methods: /^(GET|HEAD|ALL)$/,
  },
  {
    reason: 'static files',
    segments: /^(static|assets|public|_next|media|images|css|js|fonts)$/,
    methods: /^(GET|HEAD|ALL)$/,
  },
  {
    reason: 'public content',
    segments: /^(captcha|locales?|i18n|translations|feed|rss(\.xml)?|terms|privacy)$/,
    methods: /^(GET|HEAD|ALL)$/,
  },
];

/** Paths that expose the inside: a public word elsewhere in them changes nothing. */
const INTERNAL = /(^|\/)(metrics|debug|admin|internal|test|tests|_?seed|clear-db|export|dump|beta|users)(\/|$|-|_)/i;

export interface PublicReason {
  reason: string;
  by: 'config' | 'comment' | 'path';
  /** The comment, for the chain. */
  line?: number;
}

/** Why a route may be open; null = nothing says so. `lines`: the lines that a comment for it may stand on. */
export function publicReason(
  workspace: Workspace,
  route: { file: string; url: string; method: string; from: number; to: number },
): PublicReason | null {
  return configured(workspace, route) ?? commented(workspace, route) ?? byPath(route.url, route.method);
}

function configured(workspace: Workspace, route: { file: string; url: string; method: string }): PublicReason | null {
  for (const layer of workspace.config.layersFor(route.file)) {
    for (const { path, method, reason } of layer.file.routes?.public ?? []) {
      if (method !== undefined && method.toUpperCase() !== route.method) continue;
      if (path === route.url || matchesGlob(route.url.replace(/^\//, ''), path.replace(/^\//, '')))
        return { reason, by: 'config' };
    }
  }
  return null;
}

function commented(workspace: Workspace, route: { file: string; from: number; to: number }): PublicReason | null {
  const comments = workspace.facts.get(route.file)?.suppressions ?? [];
  const comment = comments.find(
    (one) => one.kind === 'public' && one.reason !== null && one.to >= route.from && one.from <= route.to,
  );
  return comment?.reason ? { reason: comment.reason, by: 'comment', line: comment.span.line } : null;
}

/** The path's own words. The root page of an application is public when it only reads. */
function byPath(url: string, method: string): PublicReason | null {
  if (/^\/?$/.test(url) && /^(GET|HEAD|ALL)$/.test(method)) return { reason: 'the start page', by: 'path' };
  const parts = url.toLowerCase().split('/').filter(Boolean);
  const literal = parts.filter((part) => !/^[{:[<]/.test(part));
  if (INTERNAL.test(url)) return null;
  // Signing in with a passkey is open; adding one to an account is not.
  if (/passkeys?|webauthn|fido2?/.test(url.toLowerCase())) {
    if (literal.some((part) => /^(register|registration|create|attestation)$/.test(part))) return null;
    if (literal.some((part) => /^(authenticate|authentication|login|assertion)$/.test(part)))
      return { reason: 'the way to sign in with a passkey', by: 'path' };
  }
  for (const { reason, segments, methods } of WORDS) {
    if (methods && !methods.test(method)) continue;
    if (literal.some((part) => segments.test(part))) return { reason, by: 'path' };
  }
  return null;
}
