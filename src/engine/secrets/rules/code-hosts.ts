/** Code hosts. */
import { crcTail, JWT_INSIDE, type OfflineCheck } from './proofs';
import type { ProviderRule } from './rule';

const GITHUB = 'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/';
const GITLAB = 'https://docs.gitlab.com/security/tokens/#token-prefixes';

/** Installation tokens are also issued as `ghs_<app id>_<JWT>` (GitHub Docs, "Generating an installation access token for a GitHub App"). */
const GITHUB_CHECK: OfflineCheck = {
  says: 'CRC-32 of the body, or JWT header and payload',
  prove: (value) => (value.includes('.') ? JWT_INSIDE : crcTail(4)).prove(value),
};

function github(id: string, title: string, key: string, pattern = `${key}[A-Za-z0-9_]{36,255}`): ProviderRule {
  return {
    id,
    title,
    provider: 'GitHub',
    source: GITHUB,
    keys: [key],
    pattern,
    check: GITHUB_CHECK,
    rotate: 'https://github.com/settings/tokens',
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
    // Newer tokens are routable: two more parts behind dots.
    pattern: `${key}[A-Za-z0-9_=-]{20,255}(?:\\.[A-Za-z0-9_-]{2,64})?(?:\\.[A-Za-z0-9_-]{2,64})?`,
    boundary: false,
    rotate: 'https://gitlab.com/-/user_settings/personal_access_tokens',
    env: 'GITLAB_TOKEN',
  };
}

export const CODE_HOSTS: readonly ProviderRule[] = [
  github('github-token', 'GitHub personal access token', 'ghp_'),
  github('github-oauth-token', 'GitHub OAuth token', 'gho_'),
  github('github-user-token', 'GitHub app user token', 'ghu_'),
  github('github-refresh-token', 'GitHub refresh token', 'ghr_'),
  github(
    'github-app-token',
    'GitHub installation token',
    'ghs_',
    'ghs_(?:[0-9]{1,20}_ey[A-Za-z0-9_-]{10,400}\\.[A-Za-z0-9_-]{10,1000}\\.[A-Za-z0-9_-]{10,600}|[A-Za-z0-9_]{36,255})',
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
  {
    id: 'github-client-secret',
    title: 'GitHub OAuth client secret',
    provider: 'GitHub',
    source: 'https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
    keys: ['github'],
    pattern: '[a-f0-9]{40}',
    named: 'client.?secret|app.?secret|oauth.?secret',
    rotate: 'https://github.com/settings/developers',
    env: 'GITHUB_CLIENT_SECRET',
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
  gitlab('gitlab-workspace-token', 'GitLab workspace token', 'glwt-'),
  gitlab('gitlab-feature-flags-token', 'GitLab feature flags client token', 'glffct-'),
  {
    id: 'gitlab-session',
    title: 'GitLab session cookie',
    provider: 'GitLab',
    source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
    keys: ['_gitlab_session='],
    pattern: '_gitlab_session=([a-f0-9]{32})',
    boundary: false,
    rotate: 'https://gitlab.com/-/user_settings/active_sessions',
    env: 'GITLAB_SESSION',
  },
  {
    id: 'gitlab-legacy-registration-token',
    title: 'GitLab runner registration token',
    provider: 'GitLab',
    source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
    keys: ['gr1348941'],
    pattern: 'GR1348941[A-Za-z0-9_-]{20,50}',
    rotate: 'https://docs.gitlab.com/ci/runners/new_creation_workflow/',
    env: 'REGISTRATION_TOKEN',
  },
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
    id: 'atlassian-access-token',
    title: 'Atlassian access token',
    provider: 'Atlassian',
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/',
    keys: ['atctt3'],
    pattern: 'ATCTT3[A-Za-z0-9_=-]{60,512}',
    rotate: 'https://support.atlassian.com/bitbucket-cloud/docs/revoke-a-repository-access-token/',
    env: 'BITBUCKET_ACCESS_TOKEN',
  },
  {
    id: 'azure-devops-token',
    title: 'Azure DevOps personal access token',
    provider: 'Azure DevOps',
    source: 'https://learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token',
    keys: ['azdo'],
    pattern: 'AZDO[A-Za-z0-9]{4}',
    before: '[A-Za-z0-9]{75,76}',
    rotate: 'https://dev.azure.com/_usersSettings/tokens',
    env: 'AZURE_DEVOPS_EXT_PAT',
  },
  {
    id: 'gitea-token',
    title: 'Gitea access token',
    provider: 'Gitea',
    source: 'https://docs.gitea.com/development/api-usage',
    keys: ['gitea', 'forgejo', 'codeberg'],
    pattern: '[a-f0-9]{40}',
    named: 'token|api.?key',
    rotate: 'https://docs.gitea.com/development/api-usage',
    env: 'GITEA_TOKEN',
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
    id: 'gitpod-token',
    title: 'Gitpod access token',
    provider: 'Gitpod',
    source: 'https://www.gitpod.io/docs/classic/user/configure/user-settings/access-tokens',
    keys: ['gitpod_pat_'],
    pattern: 'gitpod_pat_[A-Za-z0-9_.-]{40,200}',
    rotate: 'https://gitpod.io/user/tokens',
    env: 'GITPOD_TOKEN',
  },
  {
    id: 'codesandbox-token',
    title: 'CodeSandbox API token',
    provider: 'CodeSandbox',
    source: 'https://codesandbox.io/docs/sdk',
    keys: ['csb_v1_'],
    pattern: 'csb_v1_[A-Za-z0-9_-]{40,60}',
    rotate: 'https://codesandbox.io/t/api',
    env: 'CSB_API_KEY',
  },
];
