// What routes ask of those who have signed in: a role, a policy, or that a thing is theirs. By what guards and handlers do.

import type { Files } from '../../support/analyze';
import { describeAuthorisation, type AuthorisationCase } from '../../support/authorisation-case';

const express = (code: string): Files => ({
  'package.json': JSON.stringify({ name: 'hotel', dependencies: { express: '^5.1.0', jsonwebtoken: '^9.0.0' } }),
  'server.js': `const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
const signedIn = (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.KEY); } catch { return res.status(401).end(); }
  next();
};
const allow = (...roles) => (req, res, next) => {
  if (roles.length && !roles.includes(req.user.role)) return res.status(403).end();
  next();
};
app.use(signedIn);
${code}
app.listen(3000);
`,
});
const EXPRESS: AuthorisationCase[] = [
  {
    situation: 'Express: a factory that is given roles',
    files: express("app.delete('/rooms/:id', allow('boss'), (req, res) => res.end());"),
    route: 'DELETE /rooms/:id',
    kind: 'role',
    at: /^allow\(\) server\.js:9$/,
  },
  {
    situation: 'Express: the same factory given none',
    files: express("app.get('/rooms', allow(), (req, res) => res.end());"),
    route: 'GET /rooms',
    kind: 'none',
  },
  {
    situation: 'Express: a record of the caller',
    files: express(
      "app.get('/rooms/:id', async (req, res) => { res.json(await Room.findOne({ _id: req.params.id, owner: req.user.id })); });",
    ),
    route: 'GET /rooms/:id',
    kind: 'ownership',
  },
  {
    situation: 'Express: a query with the caller in its text',
    files: express(
      "app.get('/rooms/:id', async (req, res) => { res.json(await db.query('SELECT * FROM rooms WHERE id = $1 AND owner_id = $2', [req.params.id, req.user.id])); });",
    ),
    route: 'GET /rooms/:id',
    kind: 'ownership',
  },
  {
    situation: 'Express: the path that is compared with the caller',
    files: express(
      "app.get('/people/:userId', (req, res) => { if (req.params.userId !== req.user.id) return res.status(403).end(); res.end(); });",
    ),
    route: 'GET /people/:userId',
    kind: 'ownership',
  },
  {
    situation: 'Express: what is the caller’s and only shown',
    files: express(
      "app.get('/rooms/:id', async (req, res) => { const room = await load(req.params.id); res.json({ mine: room.owner === req.user.id }); });",
    ),
    route: 'GET /rooms/:id',
    kind: 'none',
  },
  {
    situation: 'Express: the record of the caller itself',
    files: express("app.get('/me', async (req, res) => { res.json(await User.findById(req.user.id)); });"),
    route: 'GET /me',
    kind: 'ownership',
  },
  {
    situation: 'Express: the caller looked up on the way to something else',
    files: express(
      "app.delete('/rooms/:id', async (req, res) => { const who = await User.findById(req.user.id); await Room.deleteOne({ _id: req.params.id }); res.end(); });",
    ),
    route: 'DELETE /rooms/:id',
    kind: 'none',
  },
];

const nest = (controller: string): Files => ({
  'package.json': JSON.stringify({ name: 'hotel', dependencies: { '@nestjs/core': '^11.0.0' } }),
  'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Hotel } from './hotel.module';
async function start() { const app = await NestFactory.create(Hotel); await app.listen(3000); }
start();
`,
  'src/hotel.module.ts': `import { Module } from '@nestjs/common';
import { Rooms } from './rooms.controller';
import { Keys } from './keys.service';
@Module({ controllers: [Rooms], providers: [Keys] })
export class Hotel {}
`,
  'src/keys.service.ts': `export class Keys {
  constructor(private readonly repository: Repository) {}
  of(id: string, guest: string) { return this.repository.findOne({ where: { id, guestId: guest } }); }
}
`,
  'src/guards.ts': `import { CanActivate, ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
export const Roles = (...roles: string[]) => SetMetadata('roles', roles);
export class Guest extends AuthGuard('jwt') {}
@Injectable() export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}
  canActivate(context: ExecutionContext) {
    const roles = this.reflector.get<string[]>('roles', context.getHandler());
    if (!roles) return true;
    return roles.includes(context.switchToHttp().getRequest().user.role);
  }
}
`,
  'src/rooms.controller.ts': `import { Controller, Delete, Get, Param, Req, UseGuards } from '@nestjs/common';
import { Guest, Roles, RolesGuard } from './guards';
import { Keys } from './keys.service';
@Controller('rooms') @UseGuards(Guest, RolesGuard)
export class Rooms {
  constructor(private readonly keys: Keys) {}
${controller}
}
`,
});
const NEST: AuthorisationCase[] = [
  {
    situation: 'NestJS: roles that the guard reads',
    files: nest("  @Roles('boss') @Delete(':id') drop() {}"),
    route: 'DELETE /rooms/:id',
    kind: 'role',
    at: /^RolesGuard /,
  },
  {
    situation: 'NestJS: the same guard on a route without roles',
    files: nest('  @Get() list() { return []; }'),
    route: 'GET /rooms',
    kind: 'none',
  },
  {
    situation: 'NestJS: a service that limits to the caller',
    files: nest("  @Get(':id') one(@Param('id') id: string, @Req() req) { return this.keys.of(id, req.user.id); }"),
    route: 'GET /rooms/:id',
    kind: 'ownership',
    at: /keys\.service\.ts:3$/,
  },
];

const spring = (method: string): Files => ({
  'pom.xml':
    '<project><artifactId>hotel</artifactId><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies></project>',
  'src/main/java/hotel/App.java':
    'package hotel;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication public class App {}\n',
  'src/main/java/hotel/Safety.java': `package hotel;
import org.springframework.context.annotation.*;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.method.configuration.*;
import org.springframework.security.web.SecurityFilterChain;
@Configuration @EnableMethodSecurity
public class Safety {
  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(a -> a.requestMatchers("/desk/**").hasRole("DESK").anyRequest().authenticated());
    return http.build();
  }
}
`,
  'src/main/java/hotel/Rooms.java': `package hotel;
import java.security.Principal;
import org.springframework.web.bind.annotation.*;
import org.springframework.security.access.prepost.PreAuthorize;
@RestController
public class Rooms {
  private final RoomRepository rooms;
  public Rooms(RoomRepository rooms) { this.rooms = rooms; }
${method}
}
`,
});
const SPRING: AuthorisationCase[] = [
  {
    situation: 'Spring: a role in front of a method',
    files: spring(
      '  @PreAuthorize("hasRole(\'BOSS\')")\n  @DeleteMapping("/rooms/{id}")\n  public void drop(@PathVariable Long id) {}',
    ),
    route: 'DELETE /rooms/{id}',
    kind: 'role',
    at: /^@PreAuthorize/,
  },
  {
    situation: 'Spring: a role for paths',
    files: spring('  @GetMapping("/desk/rooms")\n  public String all() { return ""; }'),
    route: 'GET /desk/rooms',
    kind: 'role',
  },
  {
    situation: 'Spring: an owner',
    files: spring(
      '  @GetMapping("/rooms/{id}")\n  public Room one(@PathVariable Long id, Principal principal) { return rooms.findByIdAndOwnerName(id, principal.getName()).orElseThrow(); }',
    ),
    route: 'GET /rooms/{id}',
    kind: 'ownership',
  },
  {
    situation: 'Spring: whoever has signed in',
    files: spring('  @GetMapping("/menu")\n  public String menu() { return ""; }'),
    route: 'GET /menu',
    kind: 'none',
  },
];

const aspnet = (members: string): Files => ({
  'web/web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
  'web/Program.cs': `var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddAuthorization();
var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.Run();
`,
  'web/Rooms.cs': `using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
namespace Hotel;
[ApiController]
[Route("rooms")]
[Authorize]
public class RoomsController : ControllerBase {
  private readonly HotelDb _db;
  public RoomsController(HotelDb db) { _db = db; }
${members}
}
`,
});
const ASPNET: AuthorisationCase[] = [
  {
    situation: 'ASP.NET: roles',
    files: aspnet(
      '  [Authorize(Roles = "Boss")]\n  [HttpDelete("{id}")]\n  public IActionResult Drop(int id) { return Ok(); }',
    ),
    route: 'DELETE /rooms/{id}',
    kind: 'role',
  },
  {
    situation: 'ASP.NET: a policy',
    files: aspnet(
      '  [Authorize(Policy = "Cleaners")]\n  [HttpDelete("{id}")]\n  public IActionResult Drop(int id) { return Ok(); }',
    ),
    route: 'DELETE /rooms/{id}',
    kind: 'policy',
  },
  {
    situation: 'ASP.NET: a role asked in the body',
    files: aspnet(
      '  [HttpGet("{id}")]\n  public IActionResult One(int id) {\n    if (!User.IsInRole("Boss")) return Forbid();\n    return Ok();\n  }',
    ),
    route: 'GET /rooms/{id}',
    kind: 'role',
    at: /^the handler /,
  },
  {
    situation: 'ASP.NET: a record of the caller',
    files: aspnet(
      '  [HttpGet("{id}")]\n  public async Task<IActionResult> One(int id) {\n    var who = User.FindFirstValue(ClaimTypes.NameIdentifier);\n    var room = await _db.Rooms.FirstOrDefaultAsync(r => r.Id == id && r.OwnerId == who);\n    return room == null ? NotFound() : Ok(room);\n  }',
    ),
    route: 'GET /rooms/{id}',
    kind: 'ownership',
  },
  {
    situation: 'ASP.NET: whoever has signed in',
    files: aspnet('  [HttpGet("menu")]\n  public IActionResult Menu() { return Ok(); }'),
    route: 'GET /rooms/menu',
    kind: 'none',
  },
];

const laravel = (routes: string, body: string): Files => ({
  'composer.json': JSON.stringify({ require: { 'laravel/framework': '^11.0' } }),
  'bootstrap/app.php': `<?php
return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(web: __DIR__.'/../routes/web.php')
    ->create();
`,
  'routes/web.php': `<?php
use App\\Http\\Controllers\\RoomController;
use Illuminate\\Support\\Facades\\Route;
${routes}
`,
  'app/Http/Controllers/Controller.php': '<?php\nnamespace App\\Http\\Controllers;\nabstract class Controller {}\n',
  'app/Http/Controllers/RoomController.php': `<?php
namespace App\\Http\\Controllers;
use App\\Models\\Room;
use Illuminate\\Http\\Request;
class RoomController extends Controller {
    public function show(Request $request, $id) {
${body}
    }
}
`,
});
const GUARDED = "Route::get('/rooms/{id}', [RoomController::class, 'show'])->middleware('auth');";
const LARAVEL: AuthorisationCase[] = [
  {
    situation: 'Laravel: a gate',
    files: laravel(GUARDED.replace("'auth'", "['auth', 'can:clean,room']"), '        return 1;'),
    route: 'GET /rooms/{id}',
    kind: 'policy',
  },
  {
    situation: 'Laravel: a policy that the controller asks',
    files: laravel(
      GUARDED,
      "        $room = Room::findOrFail($id);\n        $this->authorize('view', $room);\n        return $room;",
    ),
    route: 'GET /rooms/{id}',
    kind: 'policy',
  },
  {
    situation: 'Laravel: what hangs on the caller',
    files: laravel(GUARDED, '        return $request->user()->rooms()->findOrFail($id);'),
    route: 'GET /rooms/{id}',
    kind: 'ownership',
  },
  {
    situation: 'Laravel: a comparison',
    files: laravel(
      GUARDED,
      '        $room = Room::findOrFail($id);\n        if ($room->user_id !== $request->user()->id) {\n            abort(403);\n        }\n        return $room;',
    ),
    route: 'GET /rooms/{id}',
    kind: 'ownership',
  },
  {
    situation: 'Laravel: whoever has signed in',
    files: laravel(GUARDED, '        return Room::findOrFail($id);'),
    route: 'GET /rooms/{id}',
    kind: 'none',
  },
];

const rails = (body: string, filters = ''): Files => ({
  Gemfile: "gem 'rails'\ngem 'devise'\n",
  'config/application.rb': 'module Hotel\n  class Application < Rails::Application\n  end\nend\n',
  'config/routes.rb': 'Rails.application.routes.draw do\n  resources :rooms, only: [:show]\nend\n',
  'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base
  before_action :authenticate_user!
  def require_boss
    head :forbidden unless current_user.admin?
  end
end
`,
  'app/controllers/rooms_controller.rb': `class RoomsController < ApplicationController
${filters}
  def show
${body}
  end
end
`,
});
const RAILS: AuthorisationCase[] = [
  {
    situation: 'Rails: a filter that asks for a role',
    files: rails('    @room = Room.find(params[:id])', '  before_action :require_boss'),
    route: 'GET /rooms/:id',
    kind: 'role',
    at: /^require_boss /,
  },
  {
    situation: 'Rails: what hangs on the caller',
    files: rails('    @room = current_user.rooms.find(params[:id])'),
    route: 'GET /rooms/:id',
    kind: 'ownership',
  },
  {
    situation: 'Rails: Pundit',
    files: rails('    @room = Room.find(params[:id])\n    authorize @room'),
    route: 'GET /rooms/:id',
    kind: 'policy',
  },
  {
    situation: 'Rails: a comparison',
    files: rails('    @room = Room.find(params[:id])\n    redirect_to root_path unless @room.user == current_user'),
    route: 'GET /rooms/:id',
    kind: 'ownership',
  },
  {
    situation: 'Rails: whoever has signed in',
    files: rails('    @room = Room.find(params[:id])'),
    route: 'GET /rooms/:id',
    kind: 'none',
  },
];

for (const [framework, cases] of Object.entries({ EXPRESS, NEST, SPRING, ASPNET, LARAVEL, RAILS }))
  describeAuthorisation(`What routes ask of those who have signed in: ${framework}`, cases);
