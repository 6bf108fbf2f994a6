// Lists of routes that are put into lists of the same name.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

async function shown(urls: string): Promise<string[]> {
  const { routes } = await analyze({
    'site_/__init__.py': '',
    'site_/settings.py': "import os\nROOT_URLCONF = 'site_.urls'\nPREFIX = os.getenv('PREFIX', '')\n",
    'site_/views.py': "from django.http import HttpResponse\ndef plain(request): return HttpResponse('x')\n",
    'site_/urls.py': `from django.conf import settings\nfrom django.urls import include, path\nfrom . import views\n${urls}`,
  });
  return [...new Set(routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`))].sort();
}

describe('Django lists of routes', () => {
  it('hold what their name held before', async () => {
    const urls = `
urlpatterns = [path('orders/', views.plain)]
urlpatterns = [path('shop/', include((urlpatterns, 'shop')))]
urlpatterns += [path('stock/', views.plain)]
`;
    assert.deepEqual(await shown(urls), ['ALL /shop/orders/ unprotected', 'ALL /stock/ unprotected']);
  });

  it('may stand in themselves under a condition', async () => {
    const urls = `
urlpatterns = [path('orders/', views.plain)]
if settings.PREFIX:
    urlpatterns = [path('shop/', include(urlpatterns))]
`;
    assert.deepEqual(await shown(urls), ['ALL /orders/ unprotected', 'ALL /shop/orders/ unprotected']);
  });

  it('are those of applications in a folder that settings put on the path', async () => {
    const { routes } = await analyze({
      'site_/__init__.py': '',
      'site_/settings.py': `import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'apps'))\nROOT_URLCONF = 'site_.urls'\n`,
      'site_/urls.py': `
from django.conf import settings
from django.conf.urls import include, patterns, url
from stock.views import counted
urlpatterns = []
if settings.WITH_STOCK:
    urlpatterns += patterns('', url(r'^stock/', include('stock.urls')), url(r'^counted/$', counted))
`,
      'site_/apps/__init__.py': '',
      'site_/apps/stock/__init__.py': '',
      'site_/apps/stock/views.py': `
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
@login_required
def plain(request): return HttpResponse('x')
def counted(request): return HttpResponse('x')
`,
      'site_/apps/stock/urls.py': `from django.conf.urls import url\nfrom stock.views import plain\nurlpatterns = [url(r'^$', plain)]\n`,
    });
    assert.deepEqual(
      routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`),
      ['ALL /stock/ protected', 'ALL /counted/ unprotected'],
    );
  });
});
