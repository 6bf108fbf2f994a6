// Ruby on Rails: routes files, what controllers put before their actions, and what that does to an anonymous caller. Rows follow the Rails
// guides ("Rails Routing from the Outside In", "Action Controller Overview") and the documentation of the packages they name.

import assert from 'node:assert/strict';

import { analyze, applyFix, type Files } from '../../../support/analyze';

interface Row {
  situation: string;
  files: Files;
  /** `GET /path` with its verdict; null = no such route. */
  routes: Record<string, string | null>;
}

const draw = (lines: string): Files => ({
  Gemfile: 'gem "rails"\n',
  'config/routes.rb': `Rails.application.routes.draw do\n${lines}\nend\n`,
});

/** A controller whose actions answer, with a line of its own in the class. */
const controller = (name: string, body: string, base = 'ActionController::Base'): string =>
  `class ${name} < ${base}\n${body}\n  def index; render plain: "all"; end\n  def show; render plain: "one"; end\n` +
  `  def create; head :created; end\n  def destroy; head :no_content; end\nend\n`;

const APPLICATION = controller('ApplicationController', '  before_action :authenticate_user!');

/** One controller behind all four actions of a resource. */
const shop = (body: string, more: Files = {}, base = 'ActionController::Base'): Files => ({
  ...draw('  resources :orders'),
  'app/controllers/orders_controller.rb': controller('OrdersController', body, base),
  ...more,
});

const INDEX = 'GET /orders';
const SHOW = 'GET /orders/:id';
const CREATE = 'POST /orders';
const DESTROY = 'DELETE /orders/:id';

const DECLARED: Row[] = [
  {
    situation: 'resources with only, a member and a collection route, a nested resource',
    files: {
      ...draw(`
  resources :orders, only: %i[index show] do
    member { post :pay }
    get :search, on: :collection
    resources :lines, only: [:index]
  end`),
      'app/controllers/orders_controller.rb': controller(
        'OrdersController',
        '  def pay; head :ok; end\n  def search; head :ok; end',
      ),
      'app/controllers/lines_controller.rb': controller('LinesController', ''),
    },
    routes: {
      [INDEX]: 'unprotected',
      [SHOW]: 'unprotected',
      'POST /orders/:id/pay': 'unprotected',
      'GET /orders/search': 'unprotected',
      'GET /orders/:order_id/lines': 'unprotected',
      [DESTROY]: null,
      'GET /orders/new': null,
    },
  },
  {
    situation: 'an action that is neither written nor has a template is not served',
    files: { ...shop(''), 'app/views/orders/edit.html.erb': '' },
    routes: { 'GET /orders/:id/edit': 'unprotected', 'GET /orders/new': null, 'PATCH /orders/:id': null },
  },
  {
    situation: 'namespaces, scopes with modules and paths, a singular resource',
    files: {
      ...draw(`
  namespace :api do
    namespace :v1 do
      resource :profile, only: :show
    end
  end
  scope module: 'inner', path: 'outer' do
    get 'things', to: 'things#index'
  end
  scope '(:locale)' do
    get 'pages/show'
  end`),
      'app/controllers/api/v1/profiles_controller.rb': controller('Api::V1::ProfilesController', ''),
      'app/controllers/inner/things_controller.rb': controller('Inner::ThingsController', ''),
      'app/controllers/pages_controller.rb': controller('PagesController', ''),
    },
    routes: {
      'GET /api/v1/profile': 'unprotected',
      'GET /outer/things': 'unprotected',
      'GET /pages/show': 'unprotected',
    },
  },
  {
    situation: 'match via, a concern, a loop, a drawn file, a redirect, shallow nesting',
    files: {
      ...draw(`
  concern(:countable) { get :index, on: :collection, path: 'count' }
  resources :orders, only: [], concerns: :countable
  match 'both' => 'orders#show', via: [:get, :post]
  %w[red blue].each { |name| get "colour/#{name}", to: 'orders#show' }
  get 'old', to: redirect('/new')
  draw :admin
  resources :shelves, shallow: true, only: [] do
    resources :books, only: [:index, :show]
  end`),
      'config/routes/admin.rb': "namespace :admin do\n  get 'reports', to: 'reports#index'\nend\n",
      'app/controllers/orders_controller.rb': controller('OrdersController', ''),
      'app/controllers/books_controller.rb': controller('BooksController', ''),
      'app/controllers/admin/reports_controller.rb': controller('Admin::ReportsController', ''),
    },
    routes: {
      'GET /orders/count': 'unprotected',
      'GET /both': 'unprotected',
      'POST /both': 'unprotected',
      'GET /colour/red': 'unprotected',
      'GET /colour/blue': 'unprotected',
      'GET /old': 'public-by-design',
      'GET /admin/reports': 'unprotected',
      'GET /shelves/:shelf_id/books': 'unprotected',
      'GET /books/:id': 'unprotected',
    },
  },
  {
    situation: 'paths that name controller and action',
    files: {
      ...draw(
        "  namespace(:hooks) { post 'pay' }\n  get 'orders/index'\n  resources :orders, only: [] do\n    get 'late', action: :index, on: :collection\n  end",
      ),
      'app/controllers/hooks_controller.rb': controller('HooksController', '  def pay; head :ok; end'),
      'app/controllers/orders_controller.rb': controller('OrdersController', ''),
    },
    routes: { 'POST /hooks/pay': 'unprotected', 'GET /orders/index': 'unprotected', 'GET /orders/late': 'unprotected' },
  },
  {
    situation: 'routes of a development environment are not there when it is served',
    files: {
      ...draw(
        "  get 'debug', to: 'orders#show' if Rails.env.development?\n  unless Rails.env.production?\n    get 'trace', to: 'orders#show'\n  end",
      ),
      'app/controllers/orders_controller.rb': controller('OrdersController', ''),
    },
    routes: { 'GET /debug': null, 'GET /trace': null },
  },
];

const FILTERS: Row[] = [
  {
    situation: 'a filter of the superclass is inherited, whatever the inflections of the path',
    files: {
      ...draw('  namespace(:api) { resources :orders, only: [:index] }'),
      'app/controllers/application_controller.rb': APPLICATION,
      'app/controllers/api/orders_controller.rb': controller('API::OrdersController', '', 'ApplicationController'),
    },
    routes: { 'GET /api/orders': 'protected' },
  },
  {
    situation: 'only and except leave actions out',
    files: shop('  before_action :authenticate_user!, only: %i[create destroy]'),
    routes: { [INDEX]: 'unprotected', [SHOW]: 'unprotected', [CREATE]: 'protected', [DESTROY]: 'protected' },
  },
  {
    situation: 'except leaves one out',
    files: shop('  before_action :authenticate_user!, except: :index'),
    routes: { [INDEX]: 'unprotected', [SHOW]: 'protected' },
  },
  {
    situation: 'a subclass takes a filter away for some actions, which is a decision',
    files: shop(
      '  skip_before_action :authenticate_user!, only: :index',
      { 'app/controllers/application_controller.rb': APPLICATION },
      'ApplicationController',
    ),
    routes: { [INDEX]: 'public-by-design', [SHOW]: 'protected' },
  },
  {
    situation: 'taking away what refuses nobody opens nothing on purpose',
    files: shop(
      '  before_action :set_locale\n  skip_before_action :set_locale\n  def set_locale; I18n.locale = params[:locale]; end',
    ),
    routes: { [INDEX]: 'unprotected' },
  },
  {
    situation: 'a concern adds a filter where it is included, and its class method takes it away',
    files: {
      ...shop('  include SignedIn\n  allow_guests only: :index'),
      'app/controllers/concerns/signed_in.rb': `
module SignedIn
  extend ActiveSupport::Concern
  included do
    before_action :require_user
  end
  class_methods do
    def allow_guests(**options)
      skip_before_action :require_user, **options
    end
  end

  private

  def require_user
    find_session || send_to_login
  end

  def find_session
    Current.session ||= Session.find_by(id: cookies.signed[:session_id]) if cookies.signed[:session_id]
  end

  def send_to_login
    redirect_to new_session_path
  end
end
`,
    },
    routes: { [INDEX]: 'public-by-design', [SHOW]: 'protected' },
  },
  {
    situation: 'conditions: what the environment decides is decided, an unknown one makes it conditional',
    files: {
      ...draw('  resources :orders, only: [:index]\n  resources :bills, only: [:index]'),
      'app/controllers/orders_controller.rb': controller(
        'OrdersController',
        '  before_action :authenticate_user!, unless: -> { Rails.env.test? }',
      ),
      'app/controllers/bills_controller.rb': controller(
        'BillsController',
        '  before_action :authenticate_user!, if: :closed?\n  def closed?; Site.closed?; end',
      ),
    },
    routes: { [INDEX]: 'protected', 'GET /bills': 'conditional' },
  },
  {
    situation: 'devise_controller? is false where the class extends none of its controllers',
    files: shop('  before_action :authenticate_user!, unless: :devise_controller?'),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'what one filter finds out, a later one and the action look at',
    files: {
      ...shop(`  before_action :find_person
  before_action :require_person, only: :create
  def find_person
    if session[:id] && (person = User.find_by(id: session[:id]))
      @person = person
    end
    true
  end
  def require_person
    redirect_to "/" unless @person
  end`),
    },
    routes: { [INDEX]: 'unprotected', [CREATE]: 'protected' },
  },
  {
    situation: 'a class method of the superclass adds a filter where it is called',
    files: shop(
      '  require_staff only: :create',
      {
        'app/controllers/application_controller.rb': controller(
          'ApplicationController',
          '  def self.require_staff(**options)\n    before_action :check_staff, **options\n  end\n  def check_staff; head :forbidden unless current_user&.staff?; end',
        ),
      },
      'ApplicationController',
    ),
    routes: { [INDEX]: 'unprotected', [CREATE]: 'protected' },
  },
  {
    situation: 'options that several filters share',
    files: shop('  with_options only: :create do\n    before_action :authenticate_user!\n  end'),
    routes: { [INDEX]: 'unprotected', [CREATE]: 'protected' },
  },
  {
    situation: 'a method that asks the one behind it, in the order of classes and mixins',
    files: {
      ...shop(
        '  def current_user = super || nil',
        {
          'app/controllers/base_controller.rb': controller(
            'BaseController',
            `  before_action :require_user
  def require_user
    head :unauthorized unless current_user
  end
  def current_user
    super || @current_user ||= if request.headers['X-Auth-Token'].present?
      User.find_by(token: { digest: Digest::SHA256.hexdigest(request.headers['X-Auth-Token']) })
    end
  end`,
          ),
        },
        'BaseController',
      ),
    },
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a constant means what the modules around it hold, then what stands at the top',
    files: {
      ...draw(
        '  namespace(:api) { resources :orders, only: [:index] }\n  namespace(:open) { resources :orders, only: [:index] }',
      ),
      'app/controllers/base_controller.rb': controller('BaseController', ''),
      'app/controllers/api/base_controller.rb': controller(
        'Api::BaseController',
        '  before_action :authenticate_user!',
      ),
      'app/controllers/api/orders_controller.rb': `module Api\n${controller('OrdersController', '', 'BaseController')}end\n`,
      // Written in one name, the class is in no module: the same word means the class at the top.
      'app/controllers/open/orders_controller.rb': controller('Open::OrdersController', '', 'BaseController'),
      'app/controllers/open/base_controller.rb': controller(
        'Open::BaseController',
        '  before_action :authenticate_user!',
      ),
    },
    routes: { 'GET /api/orders': 'protected', 'GET /open/orders': 'unprotected' },
  },
  {
    situation: 'a superclass from a package: what it asks cannot be seen',
    files: shop('', {}, 'Store::BaseController'),
    routes: { [INDEX]: 'unknown' },
  },
];

const GUARDS: Row[] = [
  {
    situation: 'a filter that only returns false halts nothing since Rails 5',
    files: shop(
      '  before_action :require_token\n  def require_token\n    return false unless params[:token] == ENV["TOKEN"]\n    true\n  end',
    ),
    routes: { [INDEX]: 'hollow' },
  },
  {
    situation: 'a filter that answers halts',
    files: shop(
      '  before_action :require_token\n  def require_token\n    head :unauthorized unless params[:token] == ENV["TOKEN"]\n  end',
    ),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a filter that only looks whether something was sent takes anything',
    files: shop(
      '  before_action :require_token\n  def require_token\n    head :unauthorized if request.headers["Authorization"].blank?\n  end',
    ),
    routes: { [INDEX]: 'weak' },
  },
  {
    situation: 'a block as a filter',
    files: shop('  before_action do\n    redirect_to login_path unless session[:user_id]\n  end'),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'an instance variable that a helper fills',
    files: shop(`  before_action :require_user
  def require_user
    load_user
    render json: { error: "no" }, status: :unauthorized unless @person
  end
  def load_user
    @person = User.find_by(id: session[:user_id])
  end`),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a token that is decoded, an error that is caught and answered',
    files: shop(`  before_action :require_jwt
  def require_jwt
    payload = JWT.decode(request.headers["Authorization"].to_s.split(" ").last, ENV["KEY"]).first
    @owner = User.find(payload["id"])
  rescue JWT::DecodeError
    render json: {}, status: 401
  end`),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a filter that fills in who is calling refuses nobody, on purpose',
    files: shop(
      '  before_action :authenticate_user\n  def authenticate_user\n    @user = User.find_by(id: session[:id])\n    true\n  end',
    ),
    routes: { [INDEX]: 'unprotected' },
  },
  {
    situation: 'a look-up inside a block that a class runs',
    files: shop(`  before_action :require_key!
  def require_key!
    head :unauthorized unless key
  end
  def key
    @key = Tenant.without { ApiKey.find_by(token: request.headers['X-Api-Key']) }
  end`),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a filter that refuses by what nobody can read',
    files: shop(
      '  before_action :authenticate!\n  def authenticate!\n    head :unauthorized unless Remote.open?\n  end',
    ),
    routes: { [INDEX]: 'unknown' },
  },
  {
    situation: 'a helper that is given the status of its answer',
    files: shop(`  before_action :require_user!
  def require_user!
    return true if current_user
    render_error(message: 'Sign in', status: :unauthorized)
    false
  end
  def render_error(message:, status:)
    render json: { error: message }, status: status
  end`),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a helper that hands the status of its answer on, where nothing has been answered yet',
    files: shop(`  before_action :require_key!
  def require_key!
    return if key_known?
    render_unknown unless performed?
  end
  def key_known?
    key = request.headers['X-Api-Key']
    return false unless key
    @key = ApiKey.find_by_value(key)
    @key && @key.active? ? true : false
  end
  def render_unknown
    write({ error: 'unknown' }, status: :unauthorized)
  end
  def write(data, status: :ok)
    render json: data, status: status
  end`),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'an answer that a filter gives is an answer in the place of the action',
    files: shop('  before_action :require_user\n  def require_user\n    render :sign_in unless current_user\n  end'),
    routes: { [INDEX]: 'protected' },
  },
  {
    situation: 'a signature that is handed to something out of reach',
    files: {
      ...draw("  post 'pay', to: 'pays#accept'"),
      'app/controllers/pays_controller.rb': controller(
        'PaysController',
        "  def accept\n    Payments.client.verify_webhook(request.body.read, request.headers['X-Signature'])\n    head :ok\n  end",
      ),
    },
    routes: { 'POST /pay': 'unknown' },
  },
  {
    situation: 'HTTP authentication: for the class, and with a block that compares',
    files: {
      ...draw(
        '  resources :orders, only: [:index]\n  resources :bills, only: [:index]\n  resources :keys, only: [:index]',
      ),
      'app/controllers/orders_controller.rb': controller(
        'OrdersController',
        '  http_basic_authenticate_with name: "staff", password: ENV["STAFF"]',
      ),
      'app/controllers/bills_controller.rb': controller(
        'BillsController',
        `  before_action :check
  def check
    authenticate_or_request_with_http_token do |token, _|
      ActiveSupport::SecurityUtils.secure_compare(token, ENV["TOKEN"])
    end
  end`,
      ),
      'app/controllers/keys_controller.rb': controller(
        'KeysController',
        `  before_action :check_token
  def check_token
    authenticate_or_request_with_http_token { |token, _| true }
  end`,
      ),
    },
    routes: { [INDEX]: 'protected', 'GET /bills': 'protected', 'GET /keys': 'weak' },
  },
  {
    situation: 'policies, Doorkeeper, Sorcery',
    files: {
      ...draw(
        '  resources :orders, only: [:index]\n  resources :bills, only: [:index]\n  resources :keys, only: [:index]',
      ),
      'app/controllers/orders_controller.rb': controller('OrdersController', '  load_and_authorize_resource'),
      'app/controllers/bills_controller.rb': controller(
        'BillsController',
        '  before_action -> { doorkeeper_authorize! :read }',
      ),
      'app/controllers/keys_controller.rb': controller('KeysController', '  before_action :require_login'),
    },
    routes: { [INDEX]: 'protected', 'GET /bills': 'protected', 'GET /keys': 'protected' },
  },
  {
    situation: 'a check in the action itself; an action that only answers errors does not count',
    files: {
      ...draw("  get 'mine', to: 'orders#mine'\n  get 'found', to: 'orders#found'"),
      'app/controllers/orders_controller.rb': controller(
        'OrdersController',
        `
  def mine
    return head(:unauthorized) unless current_user
    render json: current_user.orders
  end
  def found
    order = Order.find_by(id: params[:id])
    return head(:not_found) unless order
    render json: order
  end`,
      ),
    },
    routes: { 'GET /mine': 'protected', 'GET /found': 'unprotected' },
  },
  {
    situation: 'a webhook whose signature is verified, and one that takes anything',
    files: {
      ...draw("  post 'hooks/pay', to: 'hooks#pay'\n  post 'hooks/any', to: 'hooks#any'"),
      'app/controllers/hooks_controller.rb': `
class HooksController < ActionController::Base
  skip_before_action :verify_authenticity_token
  def pay
    Stripe::Webhook.construct_event(request.body.read, request.headers['Stripe-Signature'], ENV['SIGNING_SECRET'])
    head :ok
  rescue Stripe::SignatureVerificationError
    head :bad_request
  end
  def any
    Order.find(params[:id]).paid!
    head :ok
  end
end
`,
    },
    routes: { 'POST /hooks/pay': 'protected', 'POST /hooks/any': 'unprotected' },
  },
];

const MOUNTED: Row[] = [
  {
    situation: 'Sidekiq is open where it is mounted as it is, closed behind Devise',
    files: draw(
      "  mount Sidekiq::Web => '/jobs'\n  authenticate(:user, ->(u) { u.admin? }) { mount Sidekiq::Web, at: '/admin/jobs' }",
    ),
    routes: { 'ALL /jobs': 'unprotected', 'ALL /admin/jobs': 'protected' },
  },
  {
    situation: 'and closed where a password is asked for in another file',
    files: {
      ...draw("  mount Sidekiq::Web => '/jobs'"),
      'config/initializers/sidekiq.rb':
        'Sidekiq::Web.use Rack::Auth::Basic do |name, password|\n  password == ENV["SIDEKIQ_PASSWORD"]\nend\n',
    },
    routes: { 'ALL /jobs': 'protected' },
  },
  {
    situation: 'an engine of the workspace brings its routes; one of a package that is not known cannot be seen',
    files: {
      ...draw("  mount Blog::Engine => '/blog'\n  mount Unheard::Engine, at: '/unheard'"),
      'engines/blog/config/routes.rb': 'Blog::Engine.routes.draw do\n  resources :posts, only: [:index]\nend\n',
      'engines/blog/app/controllers/posts_controller.rb': controller('PostsController', ''),
    },
    routes: { 'GET /blog/posts': 'unprotected', 'ALL /unheard': 'unknown' },
  },
  {
    situation: 'an engine that keeps its controllers to itself',
    files: {
      ...draw('  mount Shop::Core::Engine => "/shop"'),
      'core/config/routes.rb': 'Shop::Core::Engine.add_routes do\n  resources :orders, only: [:index]\nend\n',
      'core/app/controllers/shop/orders_controller.rb': controller(
        'Shop::OrdersController',
        '  before_action :authenticate_user!',
      ),
      'app/controllers/orders_controller.rb': controller('OrdersController', ''),
    },
    routes: { 'GET /shop/orders': 'protected' },
  },
  {
    situation: "Devise's own pages are ways to sign in, changing an account is not",
    files: {
      ...draw("  devise_for :users, controllers: { sessions: 'users/sessions' }"),
      'app/controllers/users/sessions_controller.rb':
        'class Users::SessionsController < Devise::SessionsController\nend\n',
    },
    routes: {
      'POST /users/sign_in': 'public-by-design',
      'DELETE /users/sign_out': 'public-by-design',
      'POST /users/password': 'public-by-design',
      'PATCH /users': 'protected',
    },
  },
  {
    situation: 'a constraint that asks for a signed-in user, and one about the host',
    files: {
      ...draw(`
  constraints(->(request) { request.session[:user_id].present? }) { get 'inside', to: 'orders#index' }
  constraints(subdomain: 'api') { get 'outside', to: 'orders#index' }
  constraints(StaffOnly.new) { get 'staff', to: 'orders#index' }`),
      'app/controllers/orders_controller.rb': controller('OrdersController', ''),
      'lib/staff_only.rb':
        'class StaffOnly\n  def matches?(request)\n    User.find_by(id: request.session[:user_id])&.staff?\n  end\nend\n',
    },
    routes: { 'GET /inside': 'protected', 'GET /outside': 'unprotected', 'GET /staff': 'protected' },
  },
];

function rows(title: string, list: readonly Row[]): void {
  describe(`rails: ${title}`, () => {
    for (const { situation, files, routes: wanted } of list)
      it(situation, async () => {
        const { routes } = await analyze(files);
        const found = Object.keys(wanted).map((request) => {
          const route = routes.find(({ method, path }) => `${method} ${path}` === request);
          return [request, route?.verdict ?? null];
        });
        assert.deepEqual(Object.fromEntries(found), wanted);
      });
  });
}

rows('what is declared', DECLARED);
rows('filters', FILTERS);
rows('what guards do', GUARDS);
rows('what is mounted', MOUNTED);

describe('rails: the guard of the siblings', () => {
  const files: Files = {
    ...draw('  resources :orders, only: [:index, :show, :destroy]\n  resources :bills, only: [:index]'),
    'app/controllers/orders_controller.rb': controller(
      'OrdersController',
      '  before_action :find_shop\n  def find_shop; @shop = Shop.first; end',
    ),
    'app/controllers/bills_controller.rb': controller('BillsController', '  before_action :authenticate_user!'),
  };

  it('is put before one action, below the filters that its class has', async () => {
    const fixed = await applyFix(files, 'route-unprotected', 'add-guard', {
      pick: ({ data }) => data.method === 'DELETE',
    });
    const text = String(fixed.files['app/controllers/orders_controller.rb']);
    assert.match(text, /before_action :find_shop\n {2}before_action :authenticate_user!, only: :destroy\n/);
    const verdicts = fixed.report.routes
      .filter(({ path }) => path.startsWith('/orders'))
      .map(({ method, verdict }) => `${method} ${verdict}`);
    assert.deepEqual(verdicts.sort(), ['DELETE protected', 'GET unprotected', 'GET unprotected']);
  });

  it('is not offered where the class has no such method, nor where it is declared for other actions', async () => {
    for (const body of ['', '  before_action :authenticate_user!, only: :show']) {
      const orders = controller('OrdersController', body);
      const bills = controller(
        'BillsController',
        '  before_action :check\n  def check; head :unauthorized unless current_user; end',
      );
      const { findings } = await analyze({
        ...files,
        'app/controllers/orders_controller.rb': orders,
        ...(body === '' && { 'app/controllers/bills_controller.rb': bills }),
      });
      const open = findings.filter(({ check, data }) => check === 'route-unprotected' && data.method === 'DELETE');
      assert.deepEqual(
        open.map(({ fixes }) => fixes.includes('add-guard')),
        [false],
      );
    }
  });
});
