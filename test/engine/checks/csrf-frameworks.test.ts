// Frameworks that keep sessions and ask for tokens by themselves: what their defaults say, and where an application switches them off.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'csrf-protection';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

describe('csrf-protection: Rails', () => {
  const rails = (base: string, orders = '', more: Files = {}): Files => ({
    'config/routes.rb': `Rails.application.routes.draw do
  resources :orders, only: %i[create destroy]
end
`,
    'app/controllers/application_controller.rb': `class ApplicationController < ActionController::${base}
  before_action :require_user

  def require_user
    redirect_to "/login" unless session[:user_id]
  end
end
`,
    'app/controllers/orders_controller.rb': `class OrdersController < ApplicationController
  ${orders}

  def create
    head :created
  end

  def destroy
    head :no_content
  end
end
`,
    ...more,
  });

  it('holds by default, and with a session that is emptied', async () => {
    assert.deepEqual(await outcome(rails('Base')), ['pass E4']);
    assert.deepEqual(await outcome(rails('Base', 'protect_from_forgery with: :null_session')), ['pass E4']);
  });

  it('is not asked of a base without sessions', async () => {
    assert.deepEqual(await outcome(rails('API')), ['not-applicable']);
  });

  it('does not hold where a signed-in write is taken out', async () => {
    const place = 'app/controllers/orders_controller.rb:2 check-switched-off';
    assert.deepEqual(await outcome(rails('Base', 'skip_forgery_protection')), ['fail E3', place]);
    assert.deepEqual(await outcome(rails('Base', 'skip_before_action :verify_authenticity_token, only: :create')), [
      'fail E3',
      place,
    ]);
    assert.deepEqual(await outcome(rails('Base', 'protect_from_forgery except: [:destroy]')), ['fail E3', place]);
  });

  it('leaves alone what takes out other actions, and webhooks that no session signs in', async () => {
    assert.deepEqual(await outcome(rails('Base', 'skip_forgery_protection only: :index')), ['pass E4']);
    const webhook = `skip_forgery_protection
  skip_before_action :require_user`;
    assert.deepEqual(await outcome(rails('Base', webhook)), ['not-applicable']);
  });

  it('says unknown where the request decides', async () => {
    assert.deepEqual(await outcome(rails('Base', 'protect_from_forgery unless: -> { request.format.json? }')), [
      'unknown',
    ]);
  });
});

describe('csrf-protection: Laravel', () => {
  const laravel = (middleware: string, route = ''): Files => ({
    'bootstrap/app.php': `<?php
use Illuminate\\Foundation\\Application;
use Illuminate\\Foundation\\Configuration\\Middleware;

return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(web: __DIR__.'/../routes/web.php')
    ->withMiddleware(function (Middleware $middleware) {
        ${middleware}
    })->create();
`,
    'routes/web.php': `<?php
use App\\Http\\Controllers\\OrderController;
use Illuminate\\Support\\Facades\\Route;
use Illuminate\\Foundation\\Http\\Middleware\\ValidateCsrfToken;

Route::post('/orders', [OrderController::class, 'store'])->middleware('auth')${route};
`,
    'app/Http/Controllers/OrderController.php': `<?php
namespace App\\Http\\Controllers;

class OrderController extends Controller
{
    public function store() { return response()->noContent(); }
}
`,
  });

  it('holds in the group web, also where something is added to it', async () => {
    assert.deepEqual(await outcome(laravel('')), ['pass E4']);
    assert.deepEqual(await outcome(laravel('$middleware->web(append: [\\App\\Http\\Middleware\\Locale::class]);')), [
      'pass E4',
    ]);
    assert.deepEqual(await outcome(laravel("$middleware->validateCsrfTokens(except: ['webhooks/*']);")), ['pass E4']);
  });

  it('does not hold where a signed-in write is left out', async () => {
    assert.deepEqual(await outcome(laravel("$middleware->validateCsrfTokens(except: ['ord*']);")), [
      'fail E3',
      'bootstrap/app.php:5 check-switched-off',
    ]);
    assert.deepEqual(await outcome(laravel('', '->withoutMiddleware([ValidateCsrfToken::class])')), [
      'fail E3',
      'routes/web.php:6 check-switched-off',
    ]);
  });

  it('reads the list of a class of the application’s own', async () => {
    const kernel = (except: string): Files => ({
      ...laravel(''),
      'bootstrap/app.php': '<?php\n',
      'app/Http/Kernel.php': `<?php
namespace App\\Http;

class Kernel extends \\Illuminate\\Foundation\\Http\\Kernel
{
    protected $middlewareGroups = [
        'web' => [\\Illuminate\\Session\\Middleware\\StartSession::class, \\App\\Http\\Middleware\\VerifyCsrfToken::class],
    ];
}
`,
      'app/Http/Middleware/VerifyCsrfToken.php': `<?php
namespace App\\Http\\Middleware;

class VerifyCsrfToken extends \\Illuminate\\Foundation\\Http\\Middleware\\VerifyCsrfToken
{
    protected $except = [${except}];
}
`,
    });
    assert.deepEqual(await outcome(kernel("'payments'")), ['pass E4']);
    assert.equal((await outcome(kernel("'orders'")))[0], 'fail E3');
  });
});

describe('csrf-protection: Spring', () => {
  const spring = (chain: string): Files => ({
    'pom.xml': '<project><artifactId>shop</artifactId></project>',
    'src/main/java/shop/Shop.java': `package shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Shop {}
`,
    'src/main/java/shop/Security.java': `package shop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
@Configuration
public class Security {
  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(a -> a.anyRequest().authenticated())
        ${chain}
        .build();
  }
}
`,
    'src/main/java/shop/Orders.java': `package shop;
import org.springframework.web.bind.annotation.*;
@RestController
public class Orders {
  @PostMapping("/orders")
  public void order() {}
}
`,
  });

  it('holds by default', async () => {
    assert.deepEqual(await outcome(spring('.formLogin(Customizer.withDefaults())')), ['pass E4']);
  });

  it('does not hold where it is switched off beside a login form', async () => {
    const place = 'src/main/java/shop/Security.java:11 cookie-without-samesite';
    for (const off of ['.csrf(csrf -> csrf.disable())', '.csrf(AbstractHttpConfigurer::disable)'])
      assert.deepEqual(await outcome(spring(`${off}.formLogin(Customizer.withDefaults())`)), ['fail E0', place]);
    assert.deepEqual(await outcome(spring('.csrf().disable().formLogin().and()')), ['fail E0', place]);
  });

  it('is not asked without sessions', async () => {
    const stateless = '.sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))';
    assert.deepEqual(await outcome(spring(`.csrf(c -> c.disable())${stateless}`)), ['not-applicable']);
    assert.deepEqual(await outcome(spring('.csrf(c -> c.disable()).oauth2ResourceServer(o -> o.jwt())')), [
      'not-applicable',
    ]);
  });

  it('knows paths that are left out', async () => {
    const login = '.formLogin(Customizer.withDefaults())';
    assert.deepEqual(await outcome(spring(`.csrf(c -> c.ignoringRequestMatchers("/hooks/**"))${login}`)), ['pass E4']);
    assert.deepEqual(await outcome(spring(`.csrf(c -> c.ignoringRequestMatchers("/orders"))${login}`)), [
      'fail E3',
      'src/main/java/shop/Security.java:11 check-switched-off',
    ]);
  });

  it('says unknown where it is switched off and nothing tells how callers are known', async () => {
    assert.deepEqual(await outcome(spring('.csrf(c -> c.disable())')), ['unknown']);
  });
});

describe('csrf-protection: ASP.NET Core', () => {
  const aspnet = (services: string, attributes = '[Authorize]'): Files => ({
    'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
    'Program.cs': `var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllersWithViews();
${services}
var app = builder.Build();
app.MapDefaultControllerRoute();
app.Run();
`,
    'Controllers/OrdersController.cs': `using Microsoft.AspNetCore.Mvc;
public class OrdersController : Controller
{
  ${attributes}
  [HttpPost] public IActionResult Create() => View();
}
`,
  });
  const cookies = (options = ''): string =>
    `builder.Services.AddAuthentication().AddCookie(options => { ${options} });`;

  it('is held by cookies that are Lax by default, and enforced by a token', async () => {
    assert.deepEqual(await outcome(aspnet(cookies())), ['pass E3']);
    assert.deepEqual(await outcome(aspnet(cookies(), '[Authorize, ValidateAntiForgeryToken]')), ['pass E4']);
    const filter =
      'builder.Services.AddControllersWithViews(o => o.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));';
    assert.deepEqual(await outcome(aspnet(`${cookies()}\n${filter}`)), ['pass E4']);
  });

  it('does not hold with a cookie for every site and no token', async () => {
    const none = cookies('options.Cookie.SameSite = SameSiteMode.None;');
    assert.deepEqual(await outcome(aspnet(none)), ['fail E0', 'Program.cs:3 cookie-for-every-site']);
    assert.deepEqual(await outcome(aspnet(none, '[Authorize, ValidateAntiForgeryToken]')), ['pass E4']);
    assert.equal(
      (await outcome(aspnet(none, '[Authorize, ValidateAntiForgeryToken, IgnoreAntiforgeryToken]')))[0],
      'fail E0',
    );
  });

  it('is not asked where no cookie signs in', async () => {
    assert.deepEqual(await outcome(aspnet('builder.Services.AddAuthentication().AddJwtBearer();')), ['not-applicable']);
  });
});
