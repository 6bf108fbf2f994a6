/** Code hosts, CI services and package registries. */
import { hasCrcTail } from '../crc32';
import { decodeJwt } from '../jwt';
import type { Proof, ProviderRule } from './rule';

const GITHUB = 'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/';
const GITLAB = 'https://docs.gitlab.com/security/tokens/#token-prefixes';

function githubProof(value: string): Proof {
  if (value.includes('.')) return decodeJwt(value.slice(value.indexOf('ey'))) ? 'proven' : 'unproven';
  return hasCrcTail(value.slice(4)) ? 'proven' : 'unproven';
}

function npmProof(value: string): Proof {
  return hasCrcTail(value.slice(4)) ? 'proven' : 'unproven';
}

function github(id: string, title: string, key: string, pattern = `${key}[A-Za-z0-9_]{36,255}`): ProviderRule {
  const rotate = 'https://github.com/settings/tokens';
  return {
    id,
    title,
    provider: 'GitHub',
    source: GITHUB,
    keys: [key],
    pattern,
    check: githubProof,
    rotate,
    env: 'GITHUB_TOKEN',
  };
}

function gitlab(id: string, title: string, key: string): ProviderRule {
  return {
    id,
    title,
    provider: 'GitLab',
    source: GITLAB,
    keys: [key],
    pattern: `${key}[A-Za-z0-9_=-]{20,255}(?:\\.[A-Za-z0-9_-]{2,64}){0,2}`,
    boundary: false,
    rotate: 'https://gitlab.com/-/user_settings/personal_access_tokens',
    env: 'GITLAB_TOKEN',
  };
}

export const CODE_HOSTS: readonly ProviderRule[] = [
  github('github-token', 'GitHub personal access token', 'ghp_'),
  github('github-oauth-token', 'GitHub OAuth token', 'gho_'),
  github('github-user-token', 'GitHub app user token', 'ghu_'),
  github('github-refresh-token', 'GitHub refresh token', 'ghr_', 'ghr_[A-Za-z0-9_]{36,255}'),
  github(
    'github-app-token',
    'GitHub installation token',
    'ghs_',
    'ghs_(?:[0-9]{1,20}_ey[A-Za-z0-9_-]{10,1000}\\.[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,1000}|[A-Za-z0-9_]{36,255})',
  ),
  {
    id: 'github-fine-grained-token',
    title: 'GitHub fine-grained access token',
    provider: 'GitHub',
    source:
      'https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    keys: ['github_pat_'],
    pattern: 'github_pat_[A-Za-z0-9_]{50,255}',
    rotate: 'https://github.com/settings/personal-access-tokens',
    env: 'GITHUB_TOKEN',
  },
  gitlab('gitlab-token', 'GitLab access token', 'glpat-'),
  gitlab('gitlab-oauth-secret', 'GitLab OAuth application secret', 'gloas-'),
  gitlab('gitlab-deploy-token', 'GitLab deploy token', 'gldt-'),
  gitlab('gitlab-runner-token', 'GitLab runner token', 'glrt-'),
  gitlab('gitlab-runner-registration-token', 'GitLab runner registration token', 'glrtr-'),
  gitlab('gitlab-ci-job-token', 'GitLab CI job token', 'glcbt-'),
  gitlab('gitlab-trigger-token', 'GitLab trigger token', 'glptt-'),
  gitlab('gitlab-feed-token', 'GitLab feed token', 'glft-'),
  gitlab('gitlab-mail-token', 'GitLab incoming mail token', 'glimt-'),
  gitlab('gitlab-agent-token', 'GitLab agent token', 'glagent-'),
  gitlab('gitlab-scim-token', 'GitLab SCIM token', 'glsoat-'),
  {
    id: 'bitbucket-token',
    title: 'Bitbucket access token',
    provider: 'Atlassian',
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/',
    keys: ['atbb'],
    pattern: 'ATBB[A-Za-z0-9_=.-]{24,255}',
    rotate: 'https://bitbucket.org/account/settings/app-passwords/',
    env: 'BITBUCKET_TOKEN',
  },
  {
    id: 'atlassian-token',
    title: 'Atlassian API token',
    provider: 'Atlassian',
    source: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    keys: ['atatt3'],
    pattern: 'ATATT3[A-Za-z0-9_=-]{60,512}',
    rotate: 'https://id.atlassian.com/manage-profile/security/api-tokens',
    env: 'ATLASSIAN_API_TOKEN',
  },
  {
    id: 'circleci-token',
    title: 'CircleCI access token',
    provider: 'CircleCI',
    source: 'https://circleci.com/docs/managing-api-tokens/',
    keys: ['ccipat_', 'cciprj_'],
    pattern: 'CCI(?:PAT|PRJ)_[A-Za-z0-9_-]{40,128}',
    rotate: 'https://app.circleci.com/settings/user/tokens',
    env: 'CIRCLE_TOKEN',
  },
  {
    id: 'buildkite-token',
    title: 'Buildkite API token',
    provider: 'Buildkite',
    source: 'https://buildkite.com/docs/apis/managing-api-tokens',
    keys: ['bkua_'],
    pattern: 'bkua_[a-f0-9]{40}',
    rotate: 'https://buildkite.com/user/api-access-tokens',
    env: 'BUILDKITE_API_TOKEN',
  },
  {
    id: 'sourcegraph-token',
    title: 'Sourcegraph access token',
    provider: 'Sourcegraph',
    source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
    keys: ['sgp_'],
    pattern: 'sgp_(?:[A-Za-z0-9]{1,32}_)?[a-f0-9]{40}',
    rotate: 'https://sourcegraph.com/user/settings/tokens',
    env: 'SRC_ACCESS_TOKEN',
  },
  {
    id: 'sonar-token',
    title: 'SonarQube token',
    provider: 'SonarQube',
    source: 'https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/',
    keys: ['sqp_', 'squ_', 'sqa_'],
    pattern: 'sq[pua]_[a-f0-9]{40}',
    rotate: 'https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/',
    env: 'SONAR_TOKEN',
  },
  {
    id: 'launchdarkly-key',
    title: 'LaunchDarkly key',
    provider: 'LaunchDarkly',
    source: 'https://launchdarkly.com/docs/home/account/api',
    keys: ['sdk-', 'api-'],
    pattern: '(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    rotate: 'https://app.launchdarkly.com/settings/authorization',
    env: 'LAUNCHDARKLY_SDK_KEY',
  },
  {
    id: 'npm-token',
    title: 'npm access token',
    provider: 'npm',
    source: 'https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/',
    keys: ['npm_'],
    pattern: 'npm_[A-Za-z0-9]{36}',
    check: npmProof,
    rotate: 'https://www.npmjs.com/settings/~/tokens',
    env: 'NPM_TOKEN',
  },
  {
    id: 'npmrc-auth',
    title: 'registry credential of an .npmrc',
    provider: 'npm',
    source: 'https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration',
    keys: [':_authtoken=', ':_password=', '_auth='],
    pattern: '(?::_authToken|:_password|_auth)=([A-Za-z0-9+/=_-]{16,512})',
    boundary: false,
    rotate: 'https://www.npmjs.com/settings/~/tokens',
    env: 'NPM_TOKEN',
  },
  {
    id: 'pypi-token',
    title: 'PyPI upload token',
    provider: 'PyPI',
    source: 'https://pypi.org/help/#apitoken',
    keys: ['pypi-ag'],
    pattern: 'pypi-Ag[A-Za-z0-9_-]{50,1000}',
    rotate: 'https://pypi.org/manage/account/token/',
    env: 'TWINE_PASSWORD',
  },
  {
    id: 'rubygems-key',
    title: 'RubyGems API key',
    provider: 'RubyGems',
    source: 'https://guides.rubygems.org/api-key-scopes/',
    keys: ['rubygems_'],
    pattern: 'rubygems_[a-f0-9]{48}',
    rotate: 'https://rubygems.org/profile/api_keys',
    env: 'GEM_HOST_API_KEY',
  },
  {
    id: 'docker-token',
    title: 'Docker access token',
    provider: 'Docker',
    source: 'https://docs.docker.com/security/access-tokens/',
    keys: ['dckr_pat_', 'dckr_oat_'],
    pattern: 'dckr_[po]at_[A-Za-z0-9_-]{20,64}',
    rotate: 'https://app.docker.com/settings/personal-access-tokens',
    env: 'DOCKER_TOKEN',
  },
  {
    id: 'clojars-token',
    title: 'Clojars deploy token',
    provider: 'Clojars',
    source: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
    keys: ['clojars_'],
    pattern: 'CLOJARS_[a-f0-9]{60}',
    rotate: 'https://clojars.org/tokens',
    env: 'CLOJARS_PASSWORD',
  },
];
