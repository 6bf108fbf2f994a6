/** What Django, Django REST framework and packages made for them do on the way to a view; documented behaviour of each. */
import type { EffectRule } from '../../packages/effects';

export const DJANGO_EFFECTS: readonly EffectRule[] = [
  // docs.djangoproject.com, "Using the Django authentication system": anonymous users have no permission and are sent to sign in.
  { pattern: /^django\.contrib\.auth\.decorators\.(login_required|permission_required)(\(\))?$/, effect: 'deny' },
  { pattern: /^django\.contrib\.auth\.decorators\.user_passes_test\(\)$/, effect: 'asks' },
  { pattern: /^django\.contrib\.auth\.mixins\.(LoginRequiredMixin|PermissionRequiredMixin)$/, effect: 'deny' },
  { pattern: /^django\.contrib\.auth\.mixins\.UserPassesTestMixin$/, effect: 'asks' },
  { pattern: /^django\.contrib\.auth\.mixins\.AccessMixin$/, effect: 'none' },
  { pattern: /^django\.contrib\.auth\.middleware\.LoginRequiredMiddleware$/, effect: 'deny' },
  { pattern: /(^|\.)login_not_required$/, effect: 'open' },
  { pattern: /^django\.contrib\.admin\.views\.decorators\.staff_member_required(\(\))?$/, effect: 'deny' },
  { pattern: /^django\.contrib\.admin\.site\.(urls|admin_view(\(\))?)$/, effect: 'deny' },
  { pattern: /^django\.contrib\.auth\.views\.PasswordChange\w*$/, effect: 'deny' },
  { pattern: /^django\.contrib\.auth\.views\.\w+$/, effect: 'open' },
  {
    pattern: /^django\.views\.(generic\.(base\.)?(RedirectView|TemplateView)|i18n\.\w+|static\.serve|defaults\.\w+)$/,
    effect: 'open',
  },
  // The documentation of an API, public unless its settings say otherwise.
  {
    pattern: /^(drf_spectacular|drf_yasg|rest_framework\.schemas)\.(\w+\.)*(\w*View|get_schema_view\(\))(\.\w+\(\))?$/,
    effect: 'open',
  },
  // django-rest-framework.org, "Permissions".
  {
    pattern:
      /^rest_framework\.permissions\.(IsAuthenticated|IsAdminUser|DjangoModelPermissions|DjangoObjectPermissions)(\(\))?$/,
    effect: 'deny',
  },
  {
    pattern: /^rest_framework\.permissions\.(IsAuthenticatedOrReadOnly|DjangoModelPermissionsOrAnonReadOnly)(\(\))?$/,
    effect: 'reads-only',
  },
  { pattern: /^rest_framework\.permissions\.AllowAny(\(\))?$/, effect: 'open' },
  { pattern: /^rest_framework\.permissions\.BasePermission(\(\))?$/, effect: 'none' },
  { pattern: /^rest_framework\.decorators\.(?!permission_classes)\w+(\(\))?$/, effect: 'none' },
  {
    pattern:
      /^rest_framework_simplejwt\.views\.\w+$|^(rest_framework|knox|dj_rest_auth)\.\w*\.?(obtain_auth_token|ObtainAuthToken|LoginView)$/,
    effect: 'open',
  },
  { pattern: /^rest_framework_api_key\.permissions\.\w*HasAPIKey(\(\))?$/, effect: 'deny' },
  {
    pattern:
      /^oauth2_provider\.contrib\.rest_framework\.(permissions\.)?(TokenHasScope|TokenHasReadWriteScope|IsAuthenticatedOrTokenHasScope|TokenMatchesOASRequirements)(\(\))?$/,
    effect: 'deny',
  },
  // Packages with views' mixins and decorators.
  {
    pattern:
      /^braces\.views\.(\w+\.)*(LoginRequiredMixin|PermissionRequiredMixin|StaffuserRequiredMixin|SuperuserRequiredMixin|GroupRequiredMixin|MultiplePermissionsRequiredMixin)$/,
    effect: 'deny',
  },
  {
    pattern:
      /^guardian\.(decorators\.permission_required(_or_403)?\(\)|mixins\.(LoginRequiredMixin|PermissionRequiredMixin))$/,
    effect: 'deny',
  },
  { pattern: /^rules\.contrib\.views\.(permission_required\(\)|PermissionRequiredMixin)$/, effect: 'deny' },
  { pattern: /^django_otp\.decorators\.otp_required(\(\))?$/, effect: 'deny' },
  {
    pattern:
      /^django\.(views|utils|middleware|contrib\.(sessions|messages|auth|sites|flatpages|redirects|staticfiles|admindocs))\b/,
    effect: 'none',
  },
  {
    pattern:
      /^(corsheaders|whitenoise|debug_toolbar|django_prometheus|csp|drf_spectacular|drf_yasg|silk|waffle|htmx|django_htmx|simple_history|django_ratelimit|ratelimit)\b/,
    effect: 'none',
  },
];
