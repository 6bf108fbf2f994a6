/**
 * What Rails and packages made for its controllers do on the way to an action, by symbol: a method that no file defines is known as
 * `<class of a package>.<method>`. Documented behaviour of each.
 */
import type { EffectRule } from '../../packages/effects';

/** Who a user is called: `current_user`, `authenticate_admin!`. */
const WHO =
  '(?:\\w+_)?(?:user|admin|account|member|customer|person|employee|staff|client|player|author|owner|identity|resource_owner|session)';

/** A method of whatever class of a package: constants of Ruby begin with a capital, packages of other languages do not. */
const method = (names: string): RegExp => new RegExp(`^(?:::)?[A-Z].*\\.(?:${names})$`);

export const RAILS_EFFECTS: readonly EffectRule[] = [
  // Devise: https://rubydoc.info/github/heartcombo/devise/main/Devise/Controllers/Helpers
  { pattern: method(`authenticate_${WHO}!?`), effect: 'deny' },
  {
    pattern: method(`(?:current_${WHO}|(?:${WHO}_|user_)?signed_in\\?|${WHO}_session)(?:\\(\\))?`),
    effect: 'identity',
  },
  { pattern: /^Devise\.authenticate$|^(?:::)?[A-Z].*\.authenticate_scope!$/, effect: 'deny' },
  { pattern: method(String.raw`warden\(\)\.authenticate!`), effect: 'raises' },
  { pattern: method(String.raw`warden\(\)\.(?:authenticate\??|user|authenticated\?)`), effect: 'identity' },
  { pattern: /^(?:::)?Devise::RegistrationsController#(?:edit|update|destroy)$/, effect: 'deny' },
  { pattern: /^(?:::)?(?:Devise|DeviseTokenAuth|DeviseInvitable)::\w+Controller#\w*$/, effect: 'open' },
  // Sorcery, Clearance, Authlogic: https://github.com/Sorcery/sorcery, https://github.com/thoughtbot/clearance
  { pattern: method('require_login|deny_access|require_login_from_http_basic'), effect: 'deny' },
  { pattern: method(String.raw`(?:logged_in\?|signed_out\?)(?:\(\))?`), effect: 'identity' },
  // Doorkeeper: https://doorkeeper.gitbook.io/guides/ruby-on-rails/api-mode
  { pattern: method('doorkeeper_authorize!'), effect: 'deny' },
  { pattern: method(String.raw`(?:doorkeeper_token|valid_doorkeeper_token\?)(?:\(\))?`), effect: 'identity' },
  { pattern: /^(?:::)?Doorkeeper::(?:Tokens|TokenInfo)Controller#\w*$/, effect: 'open' },
  { pattern: /^(?:::)?Doorkeeper::(?:Authorizations|AuthorizedApplications)Controller#\w*$/, effect: 'deny' },
  // Pundit, CanCanCan, Action Policy: they raise where the policy says no.
  { pattern: method('authorize!?|load_and_authorize_resource|authorize_resource'), effect: 'deny' },
  { pattern: method(String.raw`(?:can\?|allowed_to\?)(?:\(\))?`), effect: 'identity' },
  {
    pattern: method(
      'load_resource|verify_authorized|verify_policy_scoped|skip_authorization|policy_scope|check_authorization',
    ),
    effect: 'none',
  },
  // ActionController::HttpAuthentication
  { pattern: method('http_basic_authenticate_with'), effect: 'deny' },
  { pattern: /^(?:::)?Rack::Auth::(?:Basic|Digest)(?:::\w+)?(?:\(\))?$/, effect: 'deny' },
  {
    pattern: method(String.raw`protect_from_forgery|verify_authenticity_token|verified_request\?`),
    effect: 'none',
  },
  // Token libraries raise on a signature that does not match.
  {
    pattern: /^(?:::)?JWT\.decode$|^(?:::)?JWT::Verify\w*\.\w+$|^(?:::)?Stripe::Webhook\.construct_event$/,
    effect: 'verify',
  },
  {
    pattern: /^(?:::)?(?:ActiveSupport::SecurityUtils|Rack::Utils|OpenSSL)\.(?:fixed_length_)?secure_compare$/,
    effect: 'compare',
  },
  { pattern: /^(?:::)?ActiveSupport::SecureCompareRotator\(\)\.secure_compare!$/, effect: 'raises' },
  { pattern: /^(?:::)?JSON::JWT\.decode\w*$|^(?:::)?Google::Auth::IDTokens\.verify_\w+$/, effect: 'verify' },
  { pattern: /^(?:::)?Clearance::\w+Controller#\w*$/, effect: 'open' },
  // What Rails serves itself: files by signed names, uploads by anybody (guides, "Active Storage Overview").
  { pattern: /^(?:::)?ActiveStorage::DiskController#\w*$/, effect: 'deny' },
  { pattern: /^(?:::)?ActiveStorage::DirectUploadsController#\w*$/, effect: 'none' },
  { pattern: /^(?:::)?ActiveStorage::(?:Blobs|Representations)::\w+#\w*$/, effect: 'open' },
  { pattern: /^(?:::)?Rails::(?:Health|Welcome|PWA|Pwa)Controller#\w*$/, effect: 'open' },
  // Pages of packages that ask nobody unless something is put before them, by their own documentation.
  {
    pattern:
      /^(?:::)?(?:Sidekiq::Web|Sidekiq::Prometheus|Resque::Server|Flipper::UI|GoodJob::Engine|SolidQueueDashboard::Engine|PgHero::Engine|Blazer::Engine|DelayedJobWeb|Delayed::Web|Split::Dashboard|Coverband::Reporters::Web|RailsPerformance::Engine|Searchjoy::Engine|Que::Web|RailsAdmin::Engine|Logster::Web|ExceptionTrack::Engine)$/,
    effect: 'none',
  },
  { pattern: /^(?:::)?(?:LetterOpenerWeb|Rswag|GraphiQL|OasRails|ApipieRails|Lookbook)(?:::\w+)*$/, effect: 'none' },
  // https://github.com/rails/mission_control-jobs#authentication
  { pattern: /^(?:::)?MissionControl::Jobs::Engine$|^ActiveAdmin$/, effect: 'deny' },
];
