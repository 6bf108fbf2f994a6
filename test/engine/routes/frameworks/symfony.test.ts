// Symfony: routes by attributes and in YAML, prefixes of what reads them, rules of access behind firewalls, what controllers ask for. Rows
// follow symfony.com/doc ("Routing", "Security", "How Does the Security access_control Work?", "How to Use Voters").

import { describeWays, type Way } from '../../../support/way';

/** Controllers are read from `src/Controller`. */
const BASE = {
  'composer.json': '{ "require": { "symfony/framework-bundle": "^7.0" } }',
  'config/routes.yaml': 'controllers:\n    resource: ../src/Controller/\n    type: attribute\n',
};

/** A controller in a file of its own. */
const controller = (name: string, body: string, before = ''): Record<string, string> => ({
  [`src/Controller/${name}.php`]: `<?php
namespace App\\Controller;
use App\\Entity\\User;
use Symfony\\Bundle\\FrameworkBundle\\Controller\\AbstractController;
use Symfony\\Component\\ExpressionLanguage\\Expression;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\HttpFoundation\\Response;
use Symfony\\Component\\Routing\\Attribute\\Route;
use Symfony\\Component\\Security\\Http\\Attribute\\CurrentUser;
use Symfony\\Component\\Security\\Http\\Attribute\\IsGranted;
${before}
class ${name} extends AbstractController
{
${body}
}
`,
});

/** `security.yaml` with one firewall for everything, and rules. */
const security = (
  rules: readonly string[],
  firewalls = '        main:\n            lazy: true\n',
): Record<string, string> => ({
  'config/packages/security.yaml': `security:
    firewalls:
${firewalls}    access_control:${rules.length === 0 ? ' []' : ''}
${rules.map((rule) => `        - ${rule}\n`).join('')}
when@test:
    security:
        access_control: []
`,
});

/** An action that tells something, with its attributes. */
const action = (
  attributes: string,
  name: string,
  body = 'return $this->json($this->rows->all());',
  args = '',
): string => `    ${attributes}\n    public function ${name}(${args}): Response { ${body} }\n`;

/** A voter, by how it begins. */
const voter = (begins: string): Record<string, string> => ({
  'src/Security/CrateVoter.php': `<?php
namespace App\\Security;
use App\\Entity\\User;
use Symfony\\Component\\Security\\Core\\Authentication\\Token\\TokenInterface;
use Symfony\\Component\\Security\\Core\\Authorization\\Voter\\Voter;
class CrateVoter extends Voter
{
    protected function supports(string $attribute, mixed $subject): bool { return $attribute === 'pack'; }
    protected function voteOnAttribute(string $attribute, mixed $subject, TokenInterface $token): bool
    {
        $user = $token->getUser();
        ${begins}
        return $subject->owner === $user;
    }
}
`,
});

const WAYS: Way[] = [
  {
    situation:
      'paths by position and by name, lists, locales, prefixes of classes, methods by constant, an invokable class',
    files: {
      ...BASE,
      ...security(['{ path: ^/, roles: ROLE_USER }']),
      ...controller(
        'CrateController',
        [
          action("#[Route('/', methods: ['GET'])]", 'index'),
          action("#[Route(path: '/{id}', methods: [Request::METHOD_PUT, 'PATCH'])]", 'change'),
          action("#[Route('/a'), Route('/b')]", 'both'),
          action("#[Route(['en' => '/about', 'nl' => '/over'], methods: 'GET')]", 'about'),
          action("#[Route('/debug', env: 'dev')]", 'debug'),
        ].join(''),
        "#[Route('/crates', name: 'crate_')]",
      ),
      ...controller('StockController', action('', '__invoke'), "#[Route('/stock', methods: ['GET'])]"),
      ...controller('Abstracted', action("#[Route('/never')]", 'never'), 'abstract'),
    },
    verdicts: {
      'GET /crates/': 'protected',
      'PUT /crates/{id}': 'protected',
      'PATCH /crates/{id}': 'protected',
      'ALL /crates/a': 'protected',
      'ALL /crates/b': 'protected',
      'GET /crates/about': 'protected',
      'GET /crates/over': 'protected',
      'GET /stock': 'protected',
    },
  },
  {
    situation: 'the first rule that fits decides, by path and method; what no rule is for is open',
    files: {
      ...BASE,
      ...security([
        '{ path: ^/crates/catalogue, roles: PUBLIC_ACCESS }',
        '{ path: ^/crates, roles: ROLE_PACKER, methods: [POST] }',
        '{ path: ^/crates$, roles: ROLE_USER }',
        '{ path: "^/stock/\\\\d+$", roles: [ROLE_USER, ROLE_ADMIN] }',
      ]),
      ...controller(
        'CrateController',
        [
          action("#[Route('/crates/catalogue', methods: ['GET'])]", 'catalogue'),
          action("#[Route('/crates', methods: ['GET', 'POST'])]", 'all'),
          action("#[Route('/crates/list', methods: ['GET'])]", 'list'),
          action("#[Route('/stock/{id<\\d+>}', methods: ['GET'])]", 'stock'),
        ].join(''),
      ),
    },
    verdicts: {
      'GET /crates/catalogue': 'public-by-design',
      'GET /crates': 'protected',
      'POST /crates': 'protected',
      'GET /crates/list': 'unprotected',
      // Values of its parameter decide whether the rule is for it.
      'GET /stock/{id<\\d+>}': 'unknown',
    },
  },
  {
    situation: 'a rule that names the parameter of a route as routes do fits no path',
    files: {
      ...BASE,
      ...security([
        "{ path: '^/{_locale}/crates', roles: ROLE_USER }",
        "{ path: '^/[a-z]{2}/stock', roles: ROLE_USER }",
      ]),
      ...controller(
        'CrateController',
        action("#[Route('/{_locale}/crates', methods: ['GET'])]", 'all') +
          action("#[Route('/{_locale}/stock', methods: ['GET'])]", 'stock'),
      ),
    },
    verdicts: { 'GET /{_locale}/crates': 'unprotected', 'GET /{_locale}/stock': 'protected' },
  },
  {
    situation: 'a firewall without security takes its paths out of the rules; so does none that takes them',
    files: {
      ...BASE,
      ...security(
        ['{ path: ^/, roles: ROLE_USER }'],
        '        hooks:\n            pattern: ^/hooks/\n            security: false\n        api:\n            pattern: ^/api\n        office:\n            pattern: ^/office\n',
      ),
      ...controller(
        'CrateController',
        action("#[Route('/hooks/crates', methods: ['GET'])]", 'hook') +
          action("#[Route('/api/crates', methods: ['GET'])]", 'api') +
          action("#[Route('/crates', methods: ['GET'])]", 'all'),
      ),
    },
    verdicts: {
      'GET /hooks/crates': 'public-by-design',
      'GET /api/crates': 'protected',
      'GET /crates': 'unprotected',
    },
  },
  {
    situation: 'what lets everybody through everywhere is no decision about one path',
    files: {
      ...BASE,
      ...security(['{ path: ^/, roles: IS_AUTHENTICATED_ANONYMOUSLY }']),
      ...controller('CrateController', action("#[Route('/crates', methods: ['GET'])]", 'all')),
    },
    verdicts: { 'GET /crates': 'unprotected' },
  },
  {
    situation: 'expressions and narrowed rules are not decided, unless all of an expression asks for a user',
    files: {
      ...BASE,
      ...security([
        '{ path: ^/bypass, roles: ROLE_USER, allow_if: "request.getClientIp() == \'10.0.0.1\'" }',
        '{ path: ^/inside, roles: PUBLIC_ACCESS, ips: [10.0.0.1] }',
        '{ path: ^/inside, roles: ROLE_USER }',
        '{ path: ^/both, allow_if: "is_granted(\'ROLE_A\') and is_authenticated()" }',
        "{ path: ^/either, allow_if: \"is_granted('ROLE_A') or is_granted('ROLE_B')\" }",
        '{ path: ^/not, allow_if: "not is_granted(\'ROLE_A\')" }',
      ]),
      ...controller(
        'CrateController',
        ['bypass', 'inside', 'both', 'either', 'not']
          .map((name) => action(`#[Route('/${name}', methods: ['GET'])]`, `at${name}`))
          .join(''),
      ),
    },
    verdicts: {
      'GET /bypass': 'unknown',
      'GET /inside': 'conditional',
      'GET /both': 'protected',
      'GET /either': 'protected',
      'GET /not': 'unknown',
    },
  },
  {
    situation: 'attributes and calls of controllers that ask for a role or a user',
    files: {
      ...BASE,
      ...security([]),
      ...controller(
        'CrateController',
        [
          action("#[Route('/one', methods: ['GET'])] #[IsGranted('ROLE_USER')]", 'one'),
          action("#[Route('/two', methods: ['GET'])] #[IsGranted('PUBLIC_ACCESS')]", 'two'),
          action(
            "#[Route('/three', methods: ['GET'])]",
            'three',
            'return $this->json($user);',
            '#[CurrentUser] User $user',
          ),
          action(
            "#[Route('/four', methods: ['GET'])]",
            'four',
            'return $this->json([]);',
            '#[CurrentUser] ?User $user',
          ),
          action(
            "#[Route('/five', methods: ['GET'])]",
            'five',
            "$this->denyAccessUnlessGranted('IS_AUTHENTICATED_FULLY'); return $this->json([]);",
          ),
          action(
            "#[Route('/six', methods: ['GET'])]",
            'six',
            "if (!$this->isGranted('ROLE_USER')) { throw $this->createAccessDeniedException(); } return $this->json([]);",
          ),
          action(
            "#[Route('/seven', methods: ['GET'])]",
            'seven',
            "if (!$this->getUser()) { return $this->redirectToRoute('app_login'); } return $this->json([]);",
          ),
          action(
            "#[Route('/eight', methods: ['GET'])] #[IsGranted(new Expression('is_granted(\"ROLE_A\") or is_granted(\"ROLE_B\")'))]",
            'eight',
          ),
          action("#[Route('/nine', methods: ['GET'])] #[IsGranted(new Expression('user === null'))]", 'nine'),
        ].join(''),
      ),
      ...controller(
        'StockController',
        action("#[Route('/stock', methods: ['GET'])]", 'all') +
          action("#[Route('/stock/{id}', methods: ['GET'])]", 'one'),
        "#[IsGranted('ROLE_USER')]",
      ),
    },
    verdicts: {
      'GET /one': 'protected',
      'GET /two': 'public-by-design',
      'GET /three': 'protected',
      'GET /four': 'unprotected',
      'GET /five': 'protected',
      'GET /six': 'protected',
      'GET /seven': 'protected',
      'GET /eight': 'protected',
      'GET /nine': 'unknown',
      'GET /stock': 'protected',
      'GET /stock/{id}': 'protected',
    },
  },
  {
    situation: 'voters that all turn away whoever has not signed in',
    files: {
      ...BASE,
      ...security([]),
      ...voter('if (!$user instanceof User) { return false; }'),
      ...controller(
        'CrateController',
        action("#[Route('/crates', methods: ['GET'])] #[IsGranted('pack', 'crate')]", 'all') +
          action(
            "#[Route('/crates', methods: ['POST'])]",
            'add',
            "$this->denyAccessUnlessGranted('pack'); return $this->json([]);",
          ),
      ),
    },
    verdicts: { 'GET /crates': 'protected', 'POST /crates': 'protected' },
  },
  {
    situation: 'voters of which one may let anybody in, and none that is read',
    files: {
      ...BASE,
      ...security(['{ path: ^/stock, roles: IN_STOCK }']),
      ...voter("if ($attribute === 'look') { return true; }"),
      ...controller(
        'CrateController',
        action("#[Route('/crates', methods: ['GET'])] #[IsGranted('pack')]", 'all') +
          action("#[Route('/stock', methods: ['GET'])]", 'stock') +
          action("#[Route('/crates', methods: ['POST'])]", 'add', 'return $this->guarded();') +
          "    private function guarded(): Response { $this->denyAccessUnlessGranted('pack'); return $this->json([]); }\n",
      ),
    },
    verdicts: { 'GET /crates': 'unknown', 'POST /crates': 'unknown', 'GET /stock': 'unknown' },
  },
  {
    situation: 'a voter that a base class asks in another file',
    files: {
      ...BASE,
      ...security([]),
      'src/Controller/Base.php': `<?php
namespace App\\Controller;
use Symfony\\Bundle\\FrameworkBundle\\Controller\\AbstractController;
abstract class Base extends AbstractController
{
    protected function shown($row) { $this->denyAccessUnlessGranted('read', $row); return $this->json($row); }
}
`,
      'src/Controller/CrateController.php': `<?php
namespace App\\Controller;
use Symfony\\Component\\HttpFoundation\\Response;
use Symfony\\Component\\Routing\\Annotation\\Route;
class CrateController extends Base
{
    #[Route('/crates/{id}', methods: ['GET'])]
    public function one(Crate $crate): Response { return $this->shown($crate); }
}
`,
    },
    verdicts: { 'GET /crates/{id}': 'unknown' },
  },
  {
    situation: 'routes in YAML, other files of them, prefixes, and the last of two readings of one folder',
    files: {
      ...BASE,
      'config/routes.yaml': `index:
    path: /
    controller: Symfony\\Bundle\\FrameworkBundle\\Controller\\RedirectController::urlRedirectAction
stock:
    path: /stock/{id}
    controller: App\\Controller\\StockController
    methods: [GET]
more:
    resource: 'own/office.yaml'
    prefix: /office
controllers:
    resource: ../src/Controller/
    prefix: /app
hooks:
    resource:
        path: ../src/Controller/Hooks/
        namespace: App\\Controller\\Hooks
    prefix: hooks
when@dev:
    dev:
        path: /dev
        controller: App\\Controller\\StockController
`,
      'config/own/office.yaml': `crates:
    path: /crates
    controller: 'App\\Controller\\CrateController::all'
    methods: GET|POST
`,
      ...security(['{ path: ^/office, roles: ROLE_USER }', '{ path: ^/app, roles: ROLE_USER }']),
      ...controller('StockController', action('', '__invoke')),
      ...controller(
        'CrateController',
        action('', 'all') + action("#[Route('/crates/new', methods: ['GET'])]", 'fresh'),
      ),
      'src/Controller/Hooks/HookController.php': `<?php
namespace App\\Controller\\Hooks;
use Symfony\\Component\\Routing\\Attribute\\Route;
class HookController
{
    #[Route('/crates', methods: ['POST'])]
    public function crates(): void { $this->rows->add(); }
}
`,
    },
    verdicts: {
      'ALL /': 'public-by-design',
      'GET /stock/{id}': 'unprotected',
      'GET /office/crates': 'protected',
      'POST /office/crates': 'protected',
      'GET /app/crates/new': 'protected',
      'POST /hooks/crates': 'unprotected',
    },
  },
  {
    situation: 'rules, or files of routes, that are written in a language that is not read for them',
    files: {
      ...BASE,
      ...controller(
        'CrateController',
        action("#[Route('/crates', methods: ['GET'])]", 'all') +
          action("#[Route('/stock', methods: ['GET'])] #[IsGranted('ROLE_USER')]", 'stock'),
      ),
    },
    verdicts: { 'GET /crates': 'unknown', 'GET /stock': 'protected' },
  },
  {
    situation: 'nothing that is read says where the routes of a file are served',
    files: {
      ...BASE,
      ...security(['{ path: ^/admin, roles: ROLE_ADMIN }']),
      'config/routes.yaml': '# config/routes.php\n',
      ...controller('CrateController', action("#[Route('/crates', methods: ['GET'])]", 'all')),
    },
    verdicts: { 'GET /crates': 'unknown' },
  },
  {
    situation:
      'a listener before all controllers, and authenticators of a firewall without sessions, that may turn callers away',
    files: {
      ...BASE,
      ...security(
        [],
        '        api:\n            pattern: ^/api\n            stateless: true\n            custom_authenticators: [App\\Security\\Key]\n        main:\n            lazy: true\n',
      ),
      ...controller(
        'CrateController',
        action("#[Route('/api/crates', methods: ['GET'])]", 'api') +
          action("#[Route('/crates', methods: ['GET'])]", 'all'),
      ),
    },
    verdicts: { 'GET /api/crates': 'unknown', 'GET /crates': 'unprotected' },
  },
  {
    situation: 'a listener before all controllers that may turn callers away',
    files: {
      ...BASE,
      ...security([]),
      'src/EventSubscriber/Gate.php': `<?php
namespace App\\EventSubscriber;
use Symfony\\Component\\HttpKernel\\Event\\RequestEvent;
use Symfony\\Component\\HttpKernel\\KernelEvents;
use Symfony\\Component\\Security\\Core\\Exception\\AccessDeniedException;
class Gate
{
    public static function getSubscribedEvents(): array { return [KernelEvents::REQUEST => 'onRequest']; }
    public function onRequest(RequestEvent $event): void
    {
        if (!$this->gates->open($event->getRequest())) { throw new AccessDeniedException(); }
    }
}
`,
      ...controller('CrateController', action("#[Route('/crates', methods: ['GET'])]", 'all')),
    },
    verdicts: { 'GET /crates': 'unknown' },
  },
  {
    situation: 'attributes of the project that may ask, and those of FOSRestBundle that route',
    files: {
      ...BASE,
      ...security([]),
      ...controller(
        'CrateController',
        action("#[Rest\\Get('/crates')] #[NeedsAdmin]", 'all') + action("#[Rest\\Post('/crates')]", 'add'),
        'use FOS\\RestBundle\\Controller\\Annotations as Rest;\nuse App\\Security\\NeedsAdmin;\n',
      ),
    },
    verdicts: { 'GET /crates': 'unknown', 'POST /crates': 'unprotected' },
  },
];

describeWays('Symfony', WAYS);
