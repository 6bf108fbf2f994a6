// SignalR hubs and gRPC services of ASP.NET Core: what stands before the class, its methods, and where it is mapped.

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
