/**
 * Spring: controllers, filter chains of Spring Security, annotations of methods, filters and interceptors, actuator. Spring Framework,
 * Spring Boot and Spring Security references.
 */
import { annotationOf, annotationsOf, valuesOf } from '../../../code/java/annotations';
import type { JavaFramework } from '../../../code/java/framework';
import type { JavaLowering } from '../../../code/java/lowering';
import type { ClassFact } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import type { Framework } from '../../framework';
import { isJaxRs } from '../jax-rs/names';
import { springController } from './controllers';
import { springFunctions } from './functions';
import { springCall, springParameter, springReturned } from './http';
import { guardExpression, methodSecurity, springBean } from './method-security';
import { meaning } from './names';
import { springCovers } from './paths';
import { springSetting, springSettings } from './properties';
import { springSecurity } from './security';
import { springWrite } from './forged-writes';

const java: JavaFramework = {
  words: [
    'RestController',
    'Controller',
    'GetMapping',
    'PostMapping',
    'PutMapping',
    'DeleteMapping',
    'PatchMapping',
    'RequestMapping',
    'SpringBootApplication',
    'EnableAutoConfiguration',
    'SecurityFilterChain',
    'SecurityWebFilterChain',
    'WebSecurityConfigurerAdapter',
    'ResourceServerConfigurerAdapter',
    'WebSecurityCustomizer',
    'EnableMethodSecurity',
    'EnableGlobalMethodSecurity',
    'EnableReactiveMethodSecurity',
    'InterceptorRegistry',
    'FilterRegistrationBean',
    'OncePerRequestFilter',
    'GenericFilterBean',
    'PreAuthorize',
    'RolesAllowed',
    'Secured',
    'RouterFunction',
    'ConfigurationProperties',
  ],
  pattern: /\borg\.springframework\./,
  // Components that expressions of rules call by a name of their own.
  names: /@(?:Service|Component)\(\s*(?:value\s*=\s*)?"\w+"\s*\)/,
  call: springCall,
  annotation: (annotation, lower) => (isJaxRs(lower) ? undefined : guardExpression(annotation, lower)),
  classOf(node, fact, lower) {
    if (isJaxRs(lower) && !lower.file.text.includes('org.springframework.web.')) return;
    application(node, fact, lower);
    springController(node, fact, lower);
    methodSecurity(node, lower);
    springSecurity(node, fact, lower);
    springFunctions(node, lower);
    springBean(node, fact, lower);
  },
  field: springSetting,
  parameter: springParameter,
  returned: springReturned,
  settings: springSettings,
};

/** Spring. */
export const spring: Framework = {
  readsCors: true,
  forgedWrites: springWrite,
  name: 'spring',
  java,
  covers: springCovers,
  effects: [
    { pattern: /^org\.springframework\.security\.refuses$/, effect: 'deny' },
    { pattern: /^org\.springframework\.security\.permits$/, effect: 'open' },
    { pattern: /^org\.springframework\.security\.chain\./, effect: 'none' },
    { pattern: /^(?:io\.github\.resilience4j|com\.giffing\.bucket4j)\./, effect: 'none' },
  ],
  entries: [
    { base: /HandlerInterceptor(?:Adapter)?$/, method: 'preHandle' },
    { base: /\.(?:OncePerRequestFilter)$/, method: 'doFilterInternal' },
    { base: /\.(?:GenericFilterBean|GenericFilter|Filter|HttpFilter)$/, method: 'doFilter' },
    { base: /\.WebFilter$/, method: 'filter' },
  ],
  guard: {
    as: 'annotation',
    written: /^@\w+(?:\(.*\))?$/,
    from: {
      PreAuthorize: 'org.springframework.security.access.prepost',
      Secured: 'org.springframework.security.access.annotation',
    },
    importOf: (from, name) => `import ${from}.${name};`,
  },
  application: {
    builds: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    unread: { files: /\/src\/main\/.*\.kt$|^src\/main\/.*\.kt$/, language: 'Kotlin' },
    // springdoc.org, "Properties" and "Getting started": the starter with `-ui` serves the page as well.
    docs: [
      {
        dependency: /^springdoc-openapi-/,
        paths: ['/v3/api-docs'],
        setting: 'springdoc.api-docs.path',
        off: 'springdoc.api-docs.enabled',
      },
      {
        dependency: /^springdoc-openapi-(?:[\w-]+-)?ui$/,
        paths: ['/swagger-ui/index.html'],
        setting: 'springdoc.swagger-ui.path',
        off: 'springdoc.swagger-ui.enabled',
      },
    ],
    // Spring Boot reference, "Spring Security": with it on the class path "web applications are secured by default".
    presumes: {
      dependency: /^spring-boot-starter-(?:security|oauth2-resource-server|oauth2-client|security-oauth2-[\w-]+)$/,
      guard: meaning('refuses'),
      name: "Spring Boot's default security",
      unless: ({ args }) =>
        args.some(({ name, value }) => name === 'exclude' && /SecurityAutoConfiguration/.test(JSON.stringify(value))),
    },
  },
};

/** `@SpringBootApplication`: it finds what lies in its package and below, or where it is told to look. */
function application(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const boot = annotationOf(lower, node, /^(?:SpringBootApplication|EnableAutoConfiguration)$/);
  if (!boot) return;
  const scan = annotationOf(lower, node, /^ComponentScan$/);
  const named = [...valuesOf(boot, 'scanBasePackages'), ...(scan ? valuesOf(scan, 'value', 'basePackages') : [])].map(
    (one) =>
      lower
        .source(one)
        .replace(/^"|"$/g, '')
        .replace(/\.?\*+$/, ''),
  );
  const excluded = annotationsOf(lower, node).flatMap((one) => valuesOf(one, 'exclude', 'excludeName'));
  const at = lower.span(boot.node);
  lower.declare({
    s: 'let',
    to: { e: 'name', name: `${fact.name}()` },
    value: {
      e: 'router',
      role: 'app',
      framework: 'spring',
      prefix: null,
      guards: [],
      routes: null,
      scans: named.length > 0 ? named : [lower.package],
      args: excluded.map((one) => ({ name: 'exclude', value: { e: 'text', value: lower.source(one) } })),
      at,
    },
    line: at.line,
  });
}
