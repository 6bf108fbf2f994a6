// What Spring applications answer to an anonymous request, and what the engine makes of their rules, annotations, filters and interceptors.

import assert from 'node:assert/strict';

import { analyze, applyFix, placesOf, type Files } from '../../../support/analyze';
import { describeCases, routeOf, type FrameworkCase } from '../../../support/framework-case';

const WEB = '<dependency><artifactId>spring-boot-starter-web</artifactId></dependency>';
const SECURITY = '<dependency><artifactId>spring-boot-starter-security</artifactId></dependency>';

function pom(...dependencies: string[]): string {
  return `<project><artifactId>bakery</artifactId><dependencies>${[WEB, ...dependencies].join('')}</dependencies></project>`;
}

const MAIN = `package bakery;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication public class Bakery {}
`;

const IMPORTS = `package bakery.web;
import org.springframework.web.bind.annotation.*;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.annotation.Secured;
import jakarta.annotation.security.RolesAllowed;
`;

const CONTROLLER = `${IMPORTS}
@RestController @RequestMapping("/loaves")
public class Loaves {
  @GetMapping public String all() { return ""; }
  @GetMapping("/{id}") public String one(@PathVariable String id) { return ""; }
  @PostMapping public String bake() { return ""; }
  @DeleteMapping("/{id}") public void burn(@PathVariable String id) {}
}
`;

function config(rules: string, more = ''): string {
  return `package bakery;
import org.springframework.context.annotation.*;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.method.configuration.*;
import org.springframework.security.web.SecurityFilterChain;
@Configuration ${more} public class Security { ${rules} }
`;
}

function chain(rules: string, name = 'chain'): string {
  return `@Bean SecurityFilterChain ${name}(HttpSecurity http) throws Exception { return http.authorizeHttpRequests(auth -> auth${rules}).build(); }`;
}

/** `//controller`, `//config` and `//main` begin the files of a set-up. */
function files(setup: string): Files {
  const parts = new Map(
    setup.split(/^\/\//m).map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n') + 1)]),
  );
  const rules = parts.get('config');
  const own = parts.get('controller');
  return {
    'pom.xml': pom(...(parts.has('plain') ? [] : [SECURITY])),
    'src/main/java/bakery/Bakery.java': MAIN,
    'src/main/java/bakery/web/Loaves.java': own ? IMPORTS + own : CONTROLLER,
    ...(rules !== undefined && {
      'src/main/java/bakery/Security.java': rules.startsWith('package') ? rules : config(rules),
    }),
  };
}

const ENABLED = `//config\n${config(chain('.anyRequest().permitAll()'), '@EnableMethodSecurity(securedEnabled = true, jsr250Enabled = true)')}`;
const DISABLED = `//config\n${config(chain('.anyRequest().permitAll()'))}`;

const CASES: FrameworkCase[] = [
  { situation: 'no security on the class path', setup: '//plain\n', request: 'POST /loaves', outcome: 'open' },
  { situation: 'security on the class path and nothing said', setup: '', request: 'POST /loaves', outcome: 'refused' },
  {
    situation: 'a rule for everything',
    setup: `//config\n${chain('.anyRequest().authenticated()')}`,
    request: 'GET /loaves/{id}',
    outcome: 'refused',
  },
  {
    situation: 'everybody is let through everywhere',
    setup: `//config\n${chain('.anyRequest().permitAll()')}`,
    request: 'POST /loaves',
    outcome: 'open',
  },
  ...(['GET /loaves open', 'POST /loaves refused', 'GET /loaves/{id} refused'] as const).map((line) =>
    byLine(
      'a rule for one method and path',
      `//config\n${chain('.requestMatchers(HttpMethod.GET, "/loaves").permitAll().anyRequest().authenticated()')}`,
      line,
    ),
  ),
  ...(['POST /loaves open', 'GET /loaves/{id} open'] as const).map((line) =>
    byLine(
      'the first rule that fits decides, not the strictest',
      `//config\n${chain('.requestMatchers("/loaves/**").permitAll().requestMatchers("/loaves/*").hasRole("BAKER").anyRequest().denyAll()')}`,
      line,
    ),
  ),
  ...(['GET /loaves/{id} refused', 'GET /loaves refused'] as const).map((line) =>
    byLine('what no rule is for is denied', `//config\n${chain('.requestMatchers("/door").permitAll()')}`, line),
  ),
  ...(['GET /loaves open', 'GET /loaves/{id} refused'] as const).map((line) =>
    byLine(
      'paths in a constant',
      `//config\nprivate static final String[] OPEN = { "/loaves", "/door" }; ${chain('.requestMatchers(OPEN).permitAll().anyRequest().authenticated()')}`,
      line,
    ),
  ),
  ...(['GET /loaves refused', 'GET /loaves/{id} open'] as const).map((line) =>
    byLine(
      'a chain for some paths only',
      `//config\n@Bean SecurityFilterChain some(HttpSecurity http) throws Exception { http.securityMatcher("/loaves").authorizeHttpRequests(auth -> { auth.anyRequest().authenticated(); }); return http.build(); }`,
      line,
    ),
  ),
  ...(['GET /loaves open', 'GET /loaves/{id} refused'] as const).map((line) =>
    byLine(
      'two chains, the first by its order',
      `//config\n@Bean SecurityFilterChain rest(HttpSecurity http) throws Exception { return http.authorizeHttpRequests(a -> a.anyRequest().authenticated()).build(); }
@Bean @Order(1) SecurityFilterChain first(HttpSecurity http) throws Exception { return http.securityMatcher("/loaves").authorizeHttpRequests(a -> a.requestMatchers("/loaves").permitAll()).build(); }`,
      line,
    ),
  ),
  ...(['GET /loaves open', 'POST /loaves refused'] as const).map((line) =>
    byLine(
      'the older adapter',
      `//config\npackage bakery;
import org.springframework.security.config.annotation.web.configuration.WebSecurityConfigurerAdapter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.http.HttpMethod;
public class Security extends WebSecurityConfigurerAdapter {
  @Override protected void configure(HttpSecurity http) throws Exception {
    http.csrf().disable().authorizeRequests().antMatchers(HttpMethod.GET, "/loaves/**").permitAll().anyRequest().authenticated().and().formLogin().permitAll();
  }
}`,
      line,
    ),
  ),
  byLine(
    'the older list without a rule for the rest',
    `//config\npackage bakery;
import org.springframework.security.config.annotation.web.configuration.WebSecurityConfigurerAdapter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
public class Security extends WebSecurityConfigurerAdapter {
  @Override protected void configure(HttpSecurity http) throws Exception { http.authorizeRequests().antMatchers("/door").hasRole("X"); }
}`,
    'POST /loaves open',
  ),
  ...(['GET /loaves open', 'POST /loaves refused'] as const).map((line) =>
    byLine(
      'paths that no chain sees',
      `//config\n${chain('.anyRequest().authenticated()')} @Bean WebSecurityCustomizer none() { return web -> web.ignoring().requestMatchers(HttpMethod.GET, "/loaves"); }`,
      line,
    ),
  ),
  ...(['ALL /loaves refused', 'ALL /mill open'] as const).map((line) =>
    byLine(
      'a rule for one method, and a route that answers all',
      `//config\n${chain('.requestMatchers(HttpMethod.OPTIONS, "/**").permitAll().requestMatchers(HttpMethod.GET, "/mill").permitAll().anyRequest().authenticated()')}\n//controller\n@RestController public class Loaves { @RequestMapping("/loaves") void all() {} @RequestMapping("/mill") void mill() {} }`,
      line,
    ),
  ),
  byLine(
    'annotations that are switched on',
    `${ENABLED}\n//controller\n@RestController public class Loaves { @PreAuthorize("hasRole('BAKER')") @PostMapping("/loaves") void bake() {} }`,
    'POST /loaves refused',
  ),
  byLine(
    'annotations that nothing switches on',
    `${DISABLED}\n//controller\n@RestController public class Loaves { @PreAuthorize("hasRole('BAKER')") @PostMapping("/loaves") void bake() {} }`,
    'POST /loaves open',
  ),
  byLine(
    '@Secured, switched on',
    `${ENABLED}\n//controller\n@RestController public class Loaves { @Secured("ROLE_BAKER") @PostMapping("/loaves") void bake() {} }`,
    'POST /loaves refused',
  ),
  byLine(
    '@RolesAllowed on the class',
    `${ENABLED}\n//controller\n@RolesAllowed("BAKER") @RestController public class Loaves { @PostMapping("/loaves") void bake() {} }`,
    'POST /loaves refused',
  ),
  byLine(
    '@Secured where only @PreAuthorize is on',
    `//config\n${config(chain('.anyRequest().permitAll()'), '@EnableMethodSecurity')}\n//controller\n@RestController public class Loaves { @Secured("ROLE_BAKER") @PostMapping("/loaves") void bake() {} }`,
    'POST /loaves open',
  ),
  byLine(
    'a method that lets in whom its class would refuse',
    `${ENABLED}\n//controller\n@PreAuthorize("isAuthenticated()") @RestController public class Loaves { @PreAuthorize("permitAll()") @GetMapping("/loaves") void all() {} }`,
    'GET /loaves open',
  ),
  byLine(
    'either of two conditions, one of which holds for nobody in particular',
    `${ENABLED}\n//controller\n@RestController public class Loaves { @PreAuthorize("hasRole('X') or isAnonymous()") @GetMapping("/loaves") void all() {} }`,
    'GET /loaves open',
  ),
];

function byLine(situation: string, setup: string, line: string): FrameworkCase {
  const [method, path, outcome] = line.split(' ');
  return { situation, setup, request: `${method} ${path}`, outcome: outcome as FrameworkCase['outcome'] };
}

describeCases('Spring, as it answers', CASES, files);

describe('Spring, declared paths', () => {
  const served = async (own: string, more: Files = {}): Promise<string[]> => {
    const { routes } = await analyze({ ...files(`//plain\n//controller\n${own}`), ...more });
    return routes.map(({ method, path }) => `${method} ${path}`).sort();
  };

  it('joins several prefixes and paths, with methods and constants', async () => {
    const own = `@Controller @RequestMapping({"/a", "b"}) public class Loaves {
      static final String TAIL = "/rye";
      @RequestMapping(value = TAIL, method = {RequestMethod.GET, RequestMethod.PUT}) void rye() {}
    }`;
    assert.deepEqual(await served(own), ['GET /a/rye', 'GET /b/rye', 'PUT /a/rye', 'PUT /b/rye']);
  });

  it('serves what an interface declares, through the class that implements it', async () => {
    const api = `package bakery.web;
import org.springframework.web.bind.annotation.GetMapping;
public interface LoafApi { @GetMapping("/loaves/{id}") String one(String id); }`;
    const own = `@RestController public class Loaves implements LoafApi { @Override public String one(String id) { return ""; } }`;
    assert.deepEqual(await served(own, { 'src/main/java/bakery/web/LoafApi.java': api }), ['GET /loaves/{id}']);
  });

  it('takes the mapping of an interface for that of the class', async () => {
    const api = `package bakery.web;
import org.springframework.web.bind.annotation.*;
@RequestMapping("/api/loaves") public interface LoafApi { @GetMapping("/{id}") String one(String id); }`;
    const own = `@RestController public class Loaves implements LoafApi { @Override public String one(String id) { return ""; } }`;
    assert.deepEqual(await served(own, { 'src/main/java/bakery/web/LoafApi.java': api }), ['GET /api/loaves/{id}']);
  });

  it('does not list what a client calls', async () => {
    const own = `@FeignClient("mill") public interface Loaves { @GetMapping("/flour") String flour(); }`;
    assert.deepEqual(await served(own), []);
  });

  it('puts the context path of the settings before everything', async () => {
    const own = `@RestController public class Loaves { @GetMapping("/loaves") void all() {} }`;
    const settings = { 'src/main/resources/application.yml': 'server:\n  servlet:\n    context-path: /shop\n' };
    assert.deepEqual(await served(own, settings), ['GET /shop/loaves']);
  });

  it('lists actuator endpoints that the settings expose', async () => {
    const own = `@RestController public class Loaves { @GetMapping("/loaves") void all() {} }`;
    const settings = {
      'src/main/resources/application.properties': 'management.endpoints.web.exposure.include=info,env\n',
    };
    assert.deepEqual(await served(own, settings), [
      'GET /actuator/env',
      'GET /actuator/env/{toMatch}',
      'GET /actuator/info',
      'GET /loaves',
    ]);
  });
});

describe('Spring, what a fix adds', () => {
  it('copies the annotation that sibling routes carry, with its import', async () => {
    const sibling = `${IMPORTS}@RestController public class Mills {
  @PreAuthorize("hasRole('BAKER')") @PostMapping("/mills") void one() {}
  @PreAuthorize("hasRole('BAKER')") @PostMapping("/mills/two") void two() {}
}`;
    const open = `package bakery.web;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Loaves {
    @PostMapping("/loaves")
    void bake() {}
}
`;
    const before = {
      ...files(ENABLED),
      'src/main/java/bakery/web/Mills.java': sibling,
      'src/main/java/bakery/web/Loaves.java': open,
    };
    const { files: after, report } = await applyFix(before, 'route-unprotected', 'add-guard');
    assert.equal(routeOf(report.routes, 'POST /loaves')?.verdict, 'protected');
    assert.match(
      after['src/main/java/bakery/web/Loaves.java'] ?? '',
      /import org\.springframework\.security\.access\.prepost\.PreAuthorize;\n[^]*\n {4}@PreAuthorize\("hasRole\('BAKER'\)"\)\n {4}@PostMapping/,
    );
  });

  it('adds none where annotations do nothing', async () => {
    const own = `@RestController public class Loaves {
  @PreAuthorize("hasRole('BAKER')") @PostMapping("/mills") void one() {}
  @PostMapping("/loaves") void bake() {}
}`;
    const { findings } = await analyze(files(`${DISABLED}\n//controller\n${own}`));
    const offered = findings.filter(({ check }) => check === 'route-unprotected').flatMap(({ fixes }) => fixes);
    assert.ok(!offered.includes('add-guard'));
  });
});

describe('Spring, guards in code', () => {
  const verdictOf = async (more: Files, request = 'POST /loaves'): Promise<string | undefined> => {
    const { routes } = await analyze({ ...files('//plain\n'), ...more });
    return routeOf(routes, request)?.verdict;
  };
  const filter = (body: string): Files => ({
    'src/main/java/bakery/Door.java': `package bakery;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.beans.factory.annotation.Value;
@Component public class Door extends OncePerRequestFilter {
  @Value("\${door.key}") private String key;
  @Override protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) { ${body} }
}`,
  });

  it('takes a filter that compares a key with a setting for a guard', async () => {
    const body = `if (!key.equals(request.getHeader("X-Api-Key"))) { response.sendError(401); return; } chain.doFilter(request, response);`;
    assert.equal(await verdictOf(filter(body)), 'protected');
  });

  it('calls a filter weak that any key passes', async () => {
    const body = `if (request.getHeader("X-Api-Key") == null) { response.sendError(401); return; } chain.doFilter(request, response);`;
    assert.equal(await verdictOf(filter(body)), 'weak');
  });

  it('takes a filter that only looks for a user for no guard', async () => {
    const body = `String header = request.getHeader("Authorization"); if (header != null) { load(header); } chain.doFilter(request, response);`;
    assert.equal(await verdictOf(filter(body)), 'unprotected');
  });

  const interceptor = (paths: string): Files => ({
    'src/main/java/bakery/Check.java': `package bakery;
import org.springframework.web.servlet.HandlerInterceptor;
public class Check implements HandlerInterceptor {
  @Override public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getSession().getAttribute("user") == null) { response.setStatus(401); return false; }
    return true;
  }
}`,
    'src/main/java/bakery/Web.java': `package bakery;
import org.springframework.web.servlet.config.annotation.*;
public class Web implements WebMvcConfigurer {
  @Override public void addInterceptors(InterceptorRegistry registry) { registry.addInterceptor(new Check())${paths}; }
}`,
  });

  it('takes an interceptor that answers false for a guard, on its paths', async () => {
    const more = interceptor('.addPathPatterns("/**").excludePathPatterns("/loaves")');
    assert.equal(await verdictOf(more, 'GET /loaves/{id}'), 'protected');
    assert.equal(await verdictOf(more, 'GET /loaves'), 'unprotected');
  });

  it('cannot decide about rules whose paths are not in the files', async () => {
    const verdict = async (rules: string): Promise<string | undefined> =>
      routeOf((await analyze(files(`//config\n${chain(rules)}`))).routes, 'POST /loaves')?.verdict;
    assert.equal(
      await verdict('.requestMatchers(settings.open()).permitAll().anyRequest().authenticated()'),
      'conditional',
    );
    assert.equal(await verdict('.requestMatchers(settings.shut()).hasRole("X").anyRequest().permitAll()'), 'unknown');
    assert.equal(
      await verdict('.requestMatchers(settings.shut()).hasRole("X").anyRequest().authenticated()'),
      'protected',
    );
  });

  it('reports annotations that nothing switches on, also where another rule keeps the route closed', async () => {
    const setup = `//config\n${chain('.anyRequest().authenticated()')}\n//controller\n@RestController public class Loaves { @PreAuthorize("hasRole('BAKER')") @PostMapping("/loaves") void bake() {} }`;
    const report = await analyze(files(setup));
    assert.equal(routeOf(report.routes, 'POST /loaves')?.verdict, 'protected');
    assert.deepEqual(placesOf(report, 'auth-guard-ineffective'), ['src/main/java/bakery/web/Loaves.java:6 idle']);
  });

  it('follows an annotation of the application’s own to the one that it carries', async () => {
    const own = `@RestController public class Loaves { @BakersOnly @PostMapping("/loaves") void bake() {} }`;
    const carried = `package bakery.web;
import org.springframework.security.access.prepost.PreAuthorize;
@PreAuthorize("hasRole('BAKER')") public @interface BakersOnly {}`;
    const { routes } = await analyze({
      ...files(`${ENABLED}\n//controller\n${own}`),
      'src/main/java/bakery/web/BakersOnly.java': carried,
    });
    assert.equal(routeOf(routes, 'POST /loaves')?.verdict, 'protected');
  });

  it('follows an expression to the method of the component that it asks', async () => {
    const own = `@RestController public class Loaves { @PreAuthorize("@bakers.may('bake')") @PostMapping("/loaves") void bake() {} }`;
    const component = (body: string): string => `package bakery;
import org.springframework.stereotype.Service;
import org.springframework.security.core.context.SecurityContextHolder;
@Service("bakers") public class Bakers {
  public boolean may(String what) { ${body} }
  private static Object caller() { return SecurityContextHolder.getContext().getAuthentication().getPrincipal(); }
}`;
    const verdict = async (body: string): Promise<string | undefined> =>
      routeOf(
        (
          await analyze({
            ...files(`${ENABLED}\n//controller\n${own}`),
            'src/main/java/bakery/Bakers.java': component(body),
          })
        ).routes,
        'POST /loaves',
      )?.verdict;
    assert.equal(await verdict('return caller() instanceof Baker;'), 'protected');
    assert.equal(
      await verdict(
        'Object one = SecurityContextHolder.getContext().getAuthentication(); return !(one instanceof AnonymousAuthenticationToken);',
      ),
      'protected',
    );
    assert.equal(await verdict('return true;'), 'hollow');
  });

  it('follows expressions that ask several objects, and turns round what is negated', async () => {
    const component = `package bakery;
import org.springframework.stereotype.Component;
import org.springframework.security.core.context.SecurityContextHolder;
@Component("bakers") public class Bakers {
  public boolean isHead() { return caller() instanceof Baker; }
  public boolean mayBake(String what) { return caller() instanceof Baker; }
  public boolean anybody() { return true; }
  private static Object caller() { return SecurityContextHolder.getContext().getAuthentication().getPrincipal(); }
}`;
    const verdict = async (expression: string): Promise<string | undefined> => {
      const own = `@RestController public class Loaves { @PreAuthorize("${expression}") @PostMapping("/loaves") void bake() {} }`;
      const all = { ...files(`${ENABLED}\n//controller\n${own}`), 'src/main/java/bakery/Bakers.java': component };
      return routeOf((await analyze(all)).routes, 'POST /loaves')?.verdict;
    };
    assert.equal(await verdict("@bakers.mayBake('rye') or @bakers.isHead()"), 'protected');
    assert.equal(await verdict("hasRole('HEAD') || @bakers.isHead()"), 'protected');
    assert.equal(await verdict('#id == 1 and (@bakers.isHead() or @bakers.anybody())'), 'hollow');
    assert.equal(await verdict('@bakers.isHead() or @bakers.anybody()'), 'hollow');
    assert.notEqual(await verdict('!@bakers.isHead()'), 'protected');
    assert.equal(await verdict('#id == 1 or @bakers.isHead()'), 'unknown');
  });

  it('follows lists of paths that the method of a chain builds up', async () => {
    const rules = `private static final String[] OPEN = { "/loaves" };
@Bean SecurityFilterChain chain(HttpSecurity http) throws Exception {
  List<String> open = new ArrayList<>(Arrays.asList(OPEN));
  if (docs.isOn()) { open.addAll(List.of("/docs/**")); }
  http.authorizeHttpRequests(auth -> auth.requestMatchers(open.toArray(new String[0])).permitAll().anyRequest().authenticated());
  return http.build();
}`;
    const own = `@RestController public class Loaves {
  @PostMapping("/loaves") void bake() {}
  @PostMapping("/docs/{id}") void write() {}
  @DeleteMapping("/loaves/{id}") void burn() {}
}`;
    const { routes } = await analyze(files(`//config\n${config(rules)}\n//controller\n${own}`));
    const verdict = (request: string): string | undefined => routeOf(routes, request)?.verdict;
    assert.equal(verdict('POST /loaves'), 'public-by-design');
    assert.equal(verdict('DELETE /loaves/{id}'), 'protected');
    assert.notEqual(verdict('POST /docs/{id}'), 'protected');
  });

  it('guards what an interface declares by what stands on the class and its method', async () => {
    const api = `package bakery.web;
import org.springframework.web.bind.annotation.*;
public interface LoafApi { @GetMapping("/loaves") String all(); @PostMapping("/loaves") String bake(); }`;
    const own = `@PreAuthorize("hasRole('BAKER')") @RestController public class Loaves implements LoafApi {
  public String all() { return ""; }
  @PreAuthorize("permitAll()") public String bake() { return ""; }
  @GetMapping("/mill") public String mill() { return ""; }
}`;
    const { routes } = await analyze({
      ...files(`${ENABLED}\n//controller\n${own}`),
      'src/main/java/bakery/web/LoafApi.java': api,
    });
    const verdicts = ['GET /loaves', 'POST /loaves', 'GET /mill'].map((one) => routeOf(routes, one)?.verdict);
    assert.deepEqual(verdicts, ['protected', 'public-by-design', 'protected']);
  });

  it('follows a handler to the guarded method of a service', async () => {
    const own = `@RestController public class Loaves { private final Oven oven; @PostMapping("/loaves") String bake() { return oven.bake(); } @GetMapping("/loaves") String all() { return oven.all(); } }`;
    const service = `package bakery;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
@Service public class Oven { @PreAuthorize("hasRole('BAKER')") public String bake() { return ""; } public String all() { return ""; } }`;
    const verdicts = async (config: string): Promise<(string | undefined)[]> => {
      const all = { ...files(`${config}\n//controller\n${own}`), 'src/main/java/bakery/Oven.java': service };
      const { routes } = await analyze(all);
      return ['POST /loaves', 'GET /loaves'].map((one) => routeOf(routes, one)?.verdict);
    };
    assert.deepEqual(await verdicts(ENABLED), ['protected', 'unprotected']);
    assert.deepEqual(await verdicts(DISABLED), ['unprotected', 'unprotected']);
  });

  it('lists the routes of functional endpoints, nested paths in front', async () => {
    const { routes } = await analyze({
      ...files('//plain\n'),
      'src/main/java/bakery/web/Loaves.java': `package bakery.web;
import org.springframework.context.annotation.*;
import org.springframework.web.reactive.function.server.*;
@Configuration public class Routes {
  @Bean RouterFunction<ServerResponse> loaves(LoafHandler handler) {
    return route(GET("/loaves/{id}").and(accept(JSON)), handler::one).andRoute(POST("/loaves"), handler::bake);
  }
  @Bean RouterFunction<ServerResponse> mills(MillHandler handler) {
    return RouterFunctions.route().path("/mills", builder -> builder.GET("/{id}", handler::one).DELETE("/{id}", handler::shut)).build();
  }
}`,
    });
    assert.deepEqual(routes.map(({ method, path }) => `${method} ${path}`).sort(), [
      'DELETE /mills/{id}',
      'GET /loaves/{id}',
      'GET /mills/{id}',
      'POST /loaves',
    ]);
  });

  it('finds open paths in the settings that a class is bound to', async () => {
    const rules = `private final OpenPaths open; ${chain('.requestMatchers(open.getPaths()).permitAll().anyRequest().authenticated()')}`;
    const { routes } = await analyze({
      ...files(`//config\n${rules}`),
      'src/main/java/bakery/OpenPaths.java': `package bakery;
import org.springframework.boot.context.properties.ConfigurationProperties;
@ConfigurationProperties(prefix = "bakery.open") public class OpenPaths { private String[] paths = {}; }`,
      'src/main/resources/application.yml': 'bakery:\n  open:\n    paths:\n      - /loaves\n',
    });
    assert.equal(routeOf(routes, 'GET /loaves')?.verdict, 'public-by-design');
    assert.equal(routeOf(routes, 'GET /loaves/{id}')?.verdict, 'protected');
  });

  it('does not decide about a chain that others add rules to', async () => {
    const rules = `@Bean SecurityFilterChain chain(HttpSecurity http, List<Extra> extras) throws Exception { extras.forEach(extra -> extra.configure(http)); return http.build(); }`;
    const { routes } = await analyze(files(`//config\n${rules}`));
    assert.equal(routeOf(routes, 'POST /loaves')?.verdict, 'unknown');
  });

  it('does not count a chain that is no bean', async () => {
    const rules = chain('.anyRequest().permitAll()').slice('@Bean '.length);
    const { routes } = await analyze(files(`//config\n${rules}`));
    assert.equal(routeOf(routes, 'POST /loaves')?.verdict, 'protected');
  });

  it('sees limits that annotations set', async () => {
    const { routes } = await analyze({
      ...files('//plain\n'),
      'src/main/java/bakery/web/Loaves.java': `package bakery.web;
import io.github.resilience4j.ratelimiter.annotation.RateLimiter;
import org.springframework.web.bind.annotation.*;
@RestController public class Loaves { @RateLimiter(name = "oven") @PostMapping("/loaves") void bake() {} @PostMapping("/mills") void mill() {} }`,
    });
    assert.equal(routeOf(routes, 'POST /loaves')?.rateLimited, 'yes');
    assert.equal(routeOf(routes, 'POST /mills')?.rateLimited, 'no');
  });

  it('leaves out chains that exist on a developer’s machine only', async () => {
    const verdict = async (profile: string): Promise<string | undefined> => {
      const rules = `@Bean @Profile(${profile}) ${chain('.anyRequest().permitAll()', 'easy').slice('@Bean '.length)} @Bean @Profile("!dev") ${chain('.anyRequest().authenticated()').slice('@Bean '.length)}`;
      return routeOf((await analyze(files(`//config\n${rules}`))).routes, 'POST /loaves')?.verdict;
    };
    for (const one of ['"dev"', '"no-security"', 'Profiles.NO_SECURITY', 'BakeryConstants.SPRING_PROFILE_DEVELOPMENT'])
      assert.equal(await verdict(one), 'protected', one);
    // A profile of the running service opens what it opens.
    assert.notEqual(await verdict('Profiles.PROD'), 'protected');
  });

  it('does not take packages named after examples for examples', async () => {
    const own = `package com.example.bakery;
import org.springframework.web.bind.annotation.*;
@RestController public class Shop { @PostMapping("/shop") void open() {} }`;
    const { routes } = await analyze({ ...files('//plain\n'), 'src/main/java/com/example/bakery/Shop.java': own });
    assert.equal(routeOf(routes, 'POST /shop')?.context, null);
  });

  it('does not call a route open whose guards may stand in Kotlin', async () => {
    const all = { ...files('//plain\n'), 'src/main/kotlin/bakery/Security.kt': 'class Security' };
    assert.equal(await verdictOf(all), 'unknown');
  });

  it('makes no application of settings alone', async () => {
    const { routes } = await analyze({
      'src/main/resources/application.yml':
        'management:\n  endpoints:\n    web:\n      exposure:\n        include: "*"\n',
      'src/main/kotlin/bakery/Bakery.kt': '@SpringBootApplication class Bakery',
    });
    assert.deepEqual(routes, []);
  });

  it('keeps applications of one workspace apart', async () => {
    const { routes } = await analyze({
      ...prefixed('open', files('//plain\n')),
      ...prefixed('closed', files(`//config\n${chain('.anyRequest().authenticated()')}`)),
    });
    const verdicts = routes
      .filter(({ method }) => method === 'POST')
      .map(({ file, verdict }) => `${file.split('/')[0]} ${verdict}`);
    assert.deepEqual(verdicts.sort(), ['closed protected', 'open unprotected']);
  });
});

function prefixed(folder: string, texts: Files): Files {
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${folder}/${path}`, text]));
}
