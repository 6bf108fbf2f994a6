// What ASP.NET Core does with anonymous requests by its documentation, and what the engine makes of attributes, policies and middleware.

import assert from 'node:assert/strict';

import { analyze, applyFix, type Files } from '../../../support/analyze';
import { describeCases, routeOf, type FrameworkCase } from '../../../support/framework-case';

const CONTROLLER = `using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
namespace Bakery.Web;
`;

function main(setup: string, services = ''): string {
  return `using Microsoft.AspNetCore.Authorization;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
${services}
var app = builder.Build();
${setup}
app.Run();
`;
}

/** `//main`, `//services` and `//controller` begin the files of a set-up; what stands before them is the pipeline. */
function files(setup: string): Files {
  const parts = new Map(
    `main\n${setup}`
      .split(/^\/\//m)
      .map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n') + 1)]),
  );
  const own = parts.get('controller');
  return {
    'Bakery.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
    'Program.cs': main(parts.get('main') ?? '', parts.get('services')),
    ...(own !== undefined && { 'Controllers/LoavesController.cs': CONTROLLER + own }),
  };
}

const FALLBACK = `//services
builder.Services.AddAuthorization(options => { options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(); });
`;

function byLine(situation: string, setup: string, line: string): FrameworkCase {
  const [method, path, outcome] = line.split(' ');
  return { situation, setup, request: `${method} ${path}`, outcome: outcome as FrameworkCase['outcome'] };
}

function loaves(attributes: string, actions: string): string {
  return `//controller
${attributes}
[ApiController]
[Route("api/[controller]")]
public class LoavesController : ControllerBase
{
  ${actions}
}
`;
}

const ACTIONS = `[HttpGet] public IActionResult All() => Ok();
  [HttpGet("{id:int}")] public IActionResult One(int id) => Ok();
  [HttpPost] public async Task<IActionResult> Bake([FromBody] Loaf loaf) { return Ok(); }`;

const CASES: FrameworkCase[] = [
  byLine('nothing said', 'app.MapControllers();\n' + loaves('', ACTIONS), 'POST /api/Loaves open'),
  byLine('a constraint in the template', 'app.MapControllers();\n' + loaves('', ACTIONS), 'GET /api/Loaves/{id} open'),
  byLine(
    '[Authorize] on the class',
    'app.MapControllers();\n' + loaves('[Authorize]', ACTIONS),
    'POST /api/Loaves refused',
  ),
  ...['GET /api/Loaves open', 'POST /api/Loaves refused'].map((line) =>
    byLine(
      '[AllowAnonymous] on one action',
      'app.MapControllers();\n' +
        loaves(
          '[Authorize(Roles = "Baker")]',
          '[AllowAnonymous, HttpGet] public IActionResult All() => Ok(); [HttpPost] public IActionResult Bake() => Ok();',
        ),
      line,
    ),
  ),
  byLine(
    '[AllowAnonymous] on the class is stronger than [Authorize] on the action',
    'app.MapControllers();\n' +
      loaves('[AllowAnonymous]', '[Authorize] [HttpPost] public IActionResult Bake() => Ok();'),
    'POST /api/Loaves open',
  ),
  byLine('a fallback policy', FALLBACK + loaves('', ACTIONS), 'POST /api/Loaves refused'),
  byLine(
    'a fallback policy, and an action that does without',
    FALLBACK + loaves('', '[AllowAnonymous] [HttpGet] public IActionResult All() => Ok();'),
    'GET /api/Loaves open',
  ),
  byLine(
    'all controllers at once',
    'app.MapControllers().RequireAuthorization();\n' + loaves('', ACTIONS),
    'POST /api/Loaves refused',
  ),
  byLine(
    'all controllers at once says nothing of other endpoints',
    'app.MapControllers().RequireAuthorization();\napp.MapGet("/flour", () => "rye");\n',
    'GET /flour open',
  ),
  byLine(
    'a filter for all controllers',
    '//services\nbuilder.Services.AddControllers(o => o.Filters.Add(new AuthorizeFilter()));\n' + loaves('', ACTIONS),
    'POST /api/Loaves refused',
  ),
  byLine('an endpoint', 'app.MapPost("/flour", (Flour flour) => Results.Ok());\n', 'POST /flour open'),
  byLine(
    'an endpoint with a convention',
    'app.MapPost("/flour", (Flour flour) => Results.Ok()).WithName("f").RequireAuthorization("mill");\n',
    'POST /flour refused',
  ),
  ...['POST /mill/flour refused', 'GET /mill/sign open'].map((line) =>
    byLine(
      'a group, and one endpoint of it that does without',
      'var mill = app.MapGroup("/mill").RequireAuthorization();\nmill.MapPost("/flour", () => Results.Ok());\nmill.MapGet("sign", () => "open").AllowAnonymous();\n',
      line,
    ),
  ),
  byLine(
    'middleware that compares a key with the configuration',
    `app.Use(async (context, next) => {
  if (!context.Request.Headers.TryGetValue("X-Api-Key", out var key) || key != builder.Configuration["MillKey"]) { context.Response.StatusCode = 401; return; }
  await next();
});
app.MapPost("/flour", () => Results.Ok());
`,
    'POST /flour refused',
  ),
  ...['POST /api/flour refused', 'POST /flour open'].map((line) =>
    byLine(
      'middleware for some paths',
      `app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.Use(async (context, next) => {
  if (context.Request.Headers["X-Api-Key"] != builder.Configuration["MillKey"]) { context.Response.StatusCode = StatusCodes.Status401Unauthorized; return; }
  await next(context);
}));
app.MapPost("/api/flour", () => Results.Ok());
app.MapPost("/flour", () => Results.Ok());
`,
      line,
    ),
  ),
  byLine(
    'a handler that looks at the caller by itself',
    'app.MapControllers();\n' +
      loaves(
        '',
        '[HttpPost] public IActionResult Bake() { if (User?.Identity?.IsAuthenticated != true) return Unauthorized(); return Ok(); }',
      ),
    'POST /api/Loaves refused',
  ),
  byLine(
    'an action by convention',
    'app.MapDefaultControllerRoute();\n//controller\npublic class LoavesController : Controller { [HttpPost] public IActionResult Bake() => View(); private void Mix() {} }\n',
    'POST /Loaves/Bake open',
  ),
  byLine(
    'a template that begins anew',
    'app.MapControllers();\n' + loaves('', '[HttpGet("/oven/{id?}")] public IActionResult Oven(string id) => Ok();'),
    'GET /oven/{id} open',
  ),
];

describeCases('ASP.NET Core, as it is documented', CASES, files);

describe('ASP.NET Core, across files', () => {
  const verdictOf = async (all: Files, request: string): Promise<string | undefined> =>
    routeOf((await analyze(all)).routes, request)?.verdict;

  it('follows endpoints into extension methods of their own', async () => {
    const all = {
      ...files('app.MapMill();\n'),
      'Mill/MillEndpoints.cs': `namespace Bakery.Mill;
public static class MillEndpoints
{
  public static IEndpointRouteBuilder MapMill(this IEndpointRouteBuilder routes)
  {
    var group = routes.MapGroup("/mill");
    group.MapPost("/flour", Grind).RequireAuthorization();
    group.MapGet("/sign", () => "open");
    return routes;
  }
  private static IResult Grind(Flour flour) => Results.Ok();
}`,
    };
    assert.equal(await verdictOf(all, 'POST /mill/flour'), 'protected');
    assert.equal(await verdictOf(all, 'GET /mill/sign'), 'unprotected');
  });

  const FEATURES = {
    'Features/IFeature.cs': `public interface IFeature { void AddEndpoints(IEndpointRouteBuilder routes); }`,
    'Features/Flour.cs': `public class Flour : IFeature
{
  public void AddEndpoints(IEndpointRouteBuilder routes)
  {
    routes.MapPost("/flour", () => Results.Ok());
    routes.MapGet("/flour", () => Results.Ok()).RequireAuthorization();
  }
}`,
  };

  it('calls every class of a kind where all of them are called', async () => {
    const all = {
      ...files('app.MapFeatures();\n'),
      ...FEATURES,
      'Features/Features.cs': `public static class Features
{
  public static void MapFeatures(this WebApplication app)
  {
    var group = app.MapGroup("/api");
    foreach (var feature in app.Services.GetServices<IFeature>()) feature.AddEndpoints(group);
  }
}`,
    };
    assert.equal(await verdictOf(all, 'POST /api/flour'), 'unprotected');
    assert.equal(await verdictOf(all, 'GET /api/flour'), 'protected');
    const guarded = all['Features/Features.cs'].replace('("/api")', '("/api").RequireAuthorization()');
    assert.equal(await verdictOf({ ...all, 'Features/Features.cs': guarded }, 'POST /api/flour'), 'protected');
  });

  it('leaves open what stands before a class that reflection calls, unless its own endpoints say so', async () => {
    const all = {
      ...files('Scanner.Run(app, typeof(Program).Assembly);\n'),
      ...FEATURES,
      'Features/Scanner.cs': `public static class Scanner
{
  public static void Run(WebApplication app, Assembly assembly)
  {
    foreach (var type in assembly.GetTypes()) type.GetMethod("AddEndpoints")!.Invoke(null, [app.MapGroup("/api")]);
  }
}`,
    };
    assert.equal(await verdictOf(all, 'POST /flour'), 'unknown');
    assert.equal(await verdictOf(all, 'GET /flour'), 'protected');
  });

  it('reads overloads that take the handler first', async () => {
    const all = files(`app.MapPut(Grind, "/flour/{id}").RequireAuthorization();
static IResult Grind(int id) => Results.Ok();
`);
    assert.equal(await verdictOf(all, 'PUT /flour/{id}'), 'protected');
  });

  it('opens what is said to be for everybody, wherever that is said', async () => {
    const all = {
      ...files(`var health = app.MapGroup("/mill").AllowAnonymous();
health.MapGet("/grain", () => "rye").RequireAuthorization();
app.MapToken().AllowAnonymous();
app.MapPost("/flour", () => Results.Ok());
${FALLBACK}`),
      'Tokens.cs': `public static class Tokens
{
  public static RouteHandlerBuilder MapToken(this IEndpointRouteBuilder routes)
  {
    return routes.MapPost("/grant", () => Results.Ok()).WithName("Grant");
  }
}`,
    };
    assert.equal(await verdictOf(all, 'GET /mill/grain'), 'public-by-design');
    assert.equal(await verdictOf(all, 'POST /grant'), 'public-by-design');
    assert.equal(await verdictOf(all, 'POST /flour'), 'protected');
  });

  it('counts what is said of a group where its extension method is called', async () => {
    const all = {
      ...files('app.MapMill().RequireAuthorization();\n'),
      'MillEndpoints.cs': `public static class MillEndpoints
{
  public static RouteGroupBuilder MapMill(this IEndpointRouteBuilder routes)
  {
    var group = routes.MapGroup("/mill");
    group.MapPost("/flour", () => Results.Ok());
    return group;
  }
}`,
    };
    assert.equal(await verdictOf(all, 'POST /mill/flour'), 'protected');
  });

  it('judges middleware classes by their body', async () => {
    const middleware = (body: string): Files => ({
      ...files('app.UseMiddleware<KeyCheck>();\napp.MapPost("/flour", () => Results.Ok());\n'),
      'KeyCheck.cs': `namespace Bakery;
public class KeyCheck
{
  private const string Header = "X-Api-Key";
  private readonly RequestDelegate _next;
  public KeyCheck(RequestDelegate next) { _next = next; }
  public async Task InvokeAsync(HttpContext context, IConfiguration configuration) { ${body} }
}`,
    });
    const compares = `if (!context.Request.Headers.TryGetValue(Header, out var key)) { context.Response.StatusCode = 401; return; }
      if (!configuration["Key"].Equals(key)) { context.Response.StatusCode = 401; return; } await _next(context);`;
    assert.equal(await verdictOf(middleware(compares), 'POST /flour'), 'protected');
    const looks = `if (!context.Request.Headers.ContainsKey(Header)) { context.Response.StatusCode = 401; return; } await _next(context);`;
    assert.equal(await verdictOf(middleware(looks), 'POST /flour'), 'weak');
    assert.equal(await verdictOf(middleware('Log(context); await _next(context);'), 'POST /flour'), 'unprotected');
  });

  it('judges attributes of the application’s own by what they answer', async () => {
    const attribute = (body: string): Files => ({
      ...files('app.MapControllers();\n' + loaves('[Key]', ACTIONS)),
      'KeyAttribute.cs': `namespace Bakery;
public class KeyAttribute : Attribute, IAuthorizationFilter
{
  public void OnAuthorization(AuthorizationFilterContext context) { ${body} }
}`,
    });
    const closes = `if (context.HttpContext.Request.Headers["X-Api-Key"] != Environment.GetEnvironmentVariable("KEY")) context.Result = new UnauthorizedResult();`;
    assert.equal(await verdictOf(attribute(closes), 'POST /api/Loaves'), 'protected');
    assert.equal(await verdictOf(attribute('Log(context);'), 'POST /api/Loaves'), 'unprotected');
  });

  it('does not take a mark for a guard, nor trips over a property that is called as its type', async () => {
    const all = {
      ...files(
        'app.MapControllers();\n' +
          loaves(
            '[NoPermissionRequired]',
            'public Oven Oven { get; set; } [HttpPost] public IActionResult Bake() => Ok(Oven.Bake());',
          ),
      ),
      'NoPermissionRequiredAttribute.cs': 'public class NoPermissionRequiredAttribute : Attribute { }',
      'Oven.cs': 'public class Oven { public Oven Oven { get; set; } public string Bake() { return Oven.Bake(); } }',
    };
    assert.equal(await verdictOf(all, 'POST /api/Loaves'), 'unprotected');
  });

  it('takes attributes of a base controller along', async () => {
    const all = {
      ...files(
        'app.MapControllers();\n//controller\npublic class LoavesController : ApiBase { [HttpPost("bake")] public IActionResult Bake() => Ok(); }\n',
      ),
      'Controllers/ApiBase.cs': `${CONTROLLER}[Authorize] [ApiController] [Route("[controller]")] public abstract class ApiBase : ControllerBase { }`,
    };
    assert.equal(await verdictOf(all, 'POST /Loaves/bake'), 'protected');
  });

  it('reads a Startup class', async () => {
    const all: Files = {
      'Bakery.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
      'Startup.cs': `public class Startup
{
  public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
  {
    app.UseRouting();
    app.UseAuthorization();
    app.UseEndpoints(endpoints => { endpoints.MapControllers().RequireAuthorization(); endpoints.MapGet("/sign", () => "open"); });
  }
}`,
      'Controllers/LoavesController.cs': CONTROLLER + loaves('', ACTIONS).replace('//controller\n', ''),
    };
    assert.equal(await verdictOf(all, 'POST /api/Loaves'), 'protected');
    assert.equal(await verdictOf(all, 'GET /sign'), 'unprotected');
  });

  it('copies the attribute that sibling controllers carry', async () => {
    const before = {
      ...files('app.MapControllers();\n' + loaves('[Authorize]', ACTIONS)),
      'Controllers/MillController.cs': `using Microsoft.AspNetCore.Mvc;
namespace Bakery.Web;
[ApiController]
[Route("mill")]
public class MillController : ControllerBase
{
    [HttpPost]
    public IActionResult Grind() => Ok();
}
`,
    };
    const { files: after, report } = await applyFix(before, 'route-unprotected', 'add-guard');
    assert.equal(routeOf(report.routes, 'POST /mill')?.verdict, 'protected');
    assert.match(
      after['Controllers/MillController.cs'] ?? '',
      /^using Microsoft\.AspNetCore\.Authorization;\n[^]*\n {4}\[Authorize\]\n {4}\[HttpPost\]/,
    );
  });

  it('counts limits only where the middleware stands', async () => {
    const limited = async (setup: string): Promise<string | undefined> =>
      routeOf((await analyze(files(setup))).routes, 'POST /flour')?.rateLimited;
    const endpoint = 'app.MapPost("/flour", () => Results.Ok()).RequireRateLimiting("slow");\n';
    assert.equal(await limited(`app.UseRateLimiter();\n${endpoint}`), 'yes');
    assert.equal(await limited(endpoint), 'no');
  });

  it('says what is checked of a body', async () => {
    const { routes } = await analyze(files('app.MapControllers();\n' + loaves('', ACTIONS)));
    assert.equal(routeOf(routes, 'POST /api/Loaves')?.validated, 'yes');
  });
});
