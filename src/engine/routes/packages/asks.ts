/**
 * What guards of packages ask of callers beyond having signed in, by symbol and, where their arguments say it, by how they are written.
 * Documented behaviour of each.
 */
export interface AskRule {
  symbol: RegExp;
  /** How the guard is written; absent = however. */
  written?: RegExp;
  asks: 'role' | 'ownership' | 'policy';
}

const RULES: readonly AskRule[] = [
  // Django and packages for it; django-rest-framework.org, "Permissions".
  {
    symbol: /^django\.contrib\.auth\.(?:decorators\.permission_required|mixins\.PermissionRequiredMixin)(?:\(\))?$/,
    asks: 'role',
  },
  { symbol: /^django\.contrib\.admin\.(?:views\.decorators\.staff_member_required|site\.\w+)(?:\(\))?$/, asks: 'role' },
  { symbol: /^rest_framework\.permissions\.(?:IsAdminUser|DjangoModelPermissions\w*)(?:\(\))?$/, asks: 'role' },
  { symbol: /^rest_framework\.permissions\.DjangoObjectPermissions(?:\(\))?$/, asks: 'policy' },
  {
    symbol:
      /^(?:guardian|rules)\.(?:\w+\.)*(?:permission_required\w*|PermissionRequiredMixin|permission_required_or_403)(?:\(\))?$/,
    asks: 'policy',
  },
  {
    symbol: /^oauth2_provider\.(?:\w+\.)*(?:TokenHas\w*Scope|protected_resource|ScopedProtectedResourceView)(?:\(\))?$/,
    asks: 'role',
  },
  {
    symbol:
      /^braces\.views\.(?:\w+\.)*(?:PermissionRequiredMixin|MultiplePermissionsRequiredMixin|GroupRequiredMixin|SuperuserRequiredMixin|StaffuserRequiredMixin)$/,
    asks: 'role',
  },
  // Starlette, Flask.
  { symbol: /^starlette\.authentication\.requires\(\)$/, written: /^(?!.*["']authenticated["']\)?$)/, asks: 'role' },
  {
    symbol:
      /^flask_(?:security|user|principal|jwt_router|praetorian)\.(?:\w+\.)*(?:roles?_(?:required|accepted)|permissions?_(?:required|accepted)|Permission\(\)\.require|require)(?:\(\))?$/,
    asks: 'role',
  },
  { symbol: /^aiohttp_security\.(?:\w+\.)?(?:has_permission|check_permission)(?:\(\))?$/, asks: 'role' },
  { symbol: /^sanic_(?:jwt|ext)\.(?:\w+\.)*scoped\(\)$/, asks: 'role' },
  // Node.
  {
    symbol:
      /^(?:express-jwt-permissions|connect-roles|express-jwt-authz|express-oauth2-jwt-bearer:(?:requiredScopes|claim\w+|scopeIncludesAny)|nest-access-control|nest-keycloak-connect:(?:RoleGuard|ResourceGuard)|@casl\/)/,
    asks: 'role',
  },
  // Spring Security and Jakarta: reference, "Authorize HttpServletRequests", "Method Security".
  {
    symbol: /^org\.springframework\.security\.refuses$/,
    written: /has(?:Any)?(?:Role|Authority|Scope|Permission)\b|RolesAllowed|@Secured\((?!.*IS_AUTHENTICATED)/,
    asks: 'role',
  },
  {
    symbol: /^org\.springframework\.security\.refuses$/,
    written: /principal\.\w+|authentication\.name|#\w+.*==/,
    asks: 'ownership',
  },
  // ASP.NET Core, "Role-based authorization", "Policy-based authorization".
  {
    symbol: /^Microsoft\.AspNetCore\.Authorization\.refuses$/,
    written: /Roles\s*=|RequireRole|RequireClaim/,
    asks: 'role',
  },
  {
    symbol: /^Microsoft\.AspNetCore\.Authorization\.refuses$/,
    written: /Policy\s*=|Authorize\((?!\s*\)|AuthenticationSchemes)|RequireAuthorization\(\s*[^)\s]/,
    asks: 'policy',
  },
  // Laravel, "Authorization: via middleware"; spatie/laravel-permission; silber/bouncer.
  { symbol: /^Illuminate\\Auth\\Middleware\\Authorize$/, asks: 'policy' },
  { symbol: /^Spatie\\Permission\\Middlewares?\\/, asks: 'role' },
  {
    symbol:
      /^(?:Laravel\\Sanctum\\Http\\Middleware\\Check\w*Abilit\w+|Laravel\\Passport\\Http\\Middleware\\Check\w*Scope\w*)$/,
    asks: 'role',
  },
  // Pundit, CanCanCan, Action Policy as filters; Doorkeeper's scopes.
  { symbol: /\.(?:authorize!?|load_and_authorize_resource|authorize_resource)$/, asks: 'policy' },
  { symbol: /\.doorkeeper_authorize!$/, written: /:\w+/, asks: 'role' },
];

/** Symbols of one program are few. */
const MAX_KNOWN = 10_000;
const known = new Map<string, AskRule['asks'] | null>();

/** What a guard of a package asks; null = nothing that is known. `written`: the guard as people read it. */
export function asksOf(symbol: string, written: string): AskRule['asks'] | null {
  const key = `${symbol} ${written}`;
  let asks = known.get(key);
  if (asks === undefined) {
    asks = RULES.find((rule) => rule.symbol.test(symbol) && (rule.written?.test(written) ?? true))?.asks ?? null;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, asks);
  }
  return asks;
}
