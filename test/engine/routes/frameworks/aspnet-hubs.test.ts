// SignalR hubs and gRPC services of ASP.NET Core: what stands before the class, its methods, and where it is mapped.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';
import { describeWays, type Way } from '../../../support/way';

const PROJECT = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>';

const USING = `using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Grpc.Core;
namespace Depot;
`;

const WAYS: Way[] = [
  {
    situation: 'hubs: attributes of the class and of methods, what is said where it is mapped',
    files: {
      'Depot.csproj': PROJECT,
      'Program.cs': `var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR();
var app = builder.Build();
app.MapHub<OpenHub>("/open");
app.MapHub<ClosedHub>("/closed");
app.MapHub<SaidHub>("/said").RequireAuthorization();
app.Run();
`,
      'OpenHub.cs': `${USING}public class OpenHub : Hub {
  public Task Send(string text) => Clients.All.SendAsync("text", text);
  [Authorize] public Task Clear() => Clients.All.SendAsync("clear");
  public override Task OnConnectedAsync() => base.OnConnectedAsync();
  private void Note() { }
}
`,
      'ClosedHub.cs': `${USING}[Authorize]
public class ClosedHub : Hub<IClient> {
  public Task Send(string text) => Clients.All.Text(text);
}
`,
      'SaidHub.cs': `${USING}public class SaidHub : Hub {
  public Task Send(string text) => Clients.All.SendAsync("text", text);
}
`,
      'LostHub.cs': `${USING}public class LostHub : Hub {
  public Task Send(string text) => Clients.All.SendAsync("text", text);
}
`,
    },
    verdicts: {
      'WEBSOCKET /open/Send': 'unprotected',
      'WEBSOCKET /open/Clear': 'protected',
      'WEBSOCKET /closed/Send': 'protected',
      'WEBSOCKET /said/Send': 'protected',
      'WEBSOCKET /Send': 'dead',
    },
  },
  {
    situation: 'services of gRPC',
    files: {
      'Depot.csproj': PROJECT,
      'Program.cs': `var app = WebApplication.CreateBuilder(args).Build();
app.MapGrpcService<CrateService>();
app.MapGrpcService<DockService>();
app.Run();
`,
      'CrateService.cs': `${USING}public class CrateService : Crates.CratesBase {
  public override Task<Reply> Mine(Request request, ServerCallContext context) { if (context.GetCaller() == null) Turn.Away(); return Task.FromResult(new Reply()); }
  public override Task<Reply> List(Request request, ServerCallContext context) => Task.FromResult(new Reply());
  [Authorize] public override Task<Reply> Add(Request request, ServerCallContext context) => Task.FromResult(new Reply());
}
`,
      'DockService.cs': `${USING}[Authorize]
public class DockService : Docks.DocksBase {
  public override Task<Reply> List(Request request, ServerCallContext context) => Task.FromResult(new Reply());
  [AllowAnonymous] public override Task<Reply> Prices(Request request, ServerCallContext context) => Task.FromResult(new Reply());
}
`,
    },
    verdicts: {
      'POST /Crates/List': 'unprotected',
      'POST /Crates/Mine': 'unknown',
      'POST /Crates/Add': 'protected',
      'POST /Docks/List': 'protected',
      'POST /Docks/Prices': 'public-by-design',
    },
  },
];

describeWays('SignalR and gRPC', WAYS);

describe('ASP.NET, options that a delegate fills', () => {
  const extensions = (call: string): string => `namespace Shop;
public static class Extensions
{
    public static WebApplication UsePlatform(this WebApplication app, Action<PlatformOptions>? configure = null)
    {
        var options = new PlatformOptions();
        ${call};
        if (options.Events)
        {
            app.MapGet("/events", () => "x");
        }
        if (options.Nothing)
        {
            app.MapGet("/nothing", () => "x");
        }
        return app;
    }
}
public sealed class PlatformOptions
{
    public bool Events { get; set; } = false;
    public bool Nothing { get; set; } = false;
}
`;
  const program = `var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.UsePlatform(p => { p.Events = true; });
app.Run();
`;

  it('decide which routes are there', async () => {
    for (const call of ['configure?.Invoke(options)', 'configure.Invoke(options)', 'configure(options)']) {
      const { routes } = await analyze({
        'Shop.csproj': PROJECT,
        'Program.cs': program,
        'Extensions.cs': extensions(call),
      });
      assert.deepEqual(
        routes.map(({ path, verdict }) => `${path} ${verdict}`),
        ['/events unprotected'],
        call,
      );
    }
  });
});
