// What handlers that stand elsewhere than their routes take from the body: bound structs, form requests, strong parameters.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../../support/analyze';

interface Row {
  situation: string;
  files: Files;
  route: string;
  validated: 'yes' | 'no' | 'unknown';
  /** Verdict of `request-schema-validated` for this one route; absent = not asked. */
  verdict?: string;
}

const TYPES = `
type order struct {
	Count int \`json:"count" binding:"required,min=1" validate:"required"\`
}

type plain struct {
	Count int \`json:"count"\`
}
`;

const goFiles = (name: string, module: string, context: string, setup: string, body: string, verb = 'POST'): Files => ({
  'go.mod': `module example.com/door\n\ngo 1.22\n\nrequire ${module} v1.10.0\n`,
  'main.go': `package main\n\nimport (\n\t"encoding/json"\n\t"io"\n\t"net/http"\n\n\t"${module}"\n\t"example.com/door/dto"\n)\n${TYPES}
type api struct{}

func (a *api) take(c ${context}) {
${body}
}

func main() {
	a := &api{}
	r := ${name}.${setup}
	r.${verb}("/x", a.take)
}
`,
});
const gin = (body: string, verb = 'POST'): Files =>
  goFiles('gin', 'github.com/gin-gonic/gin', '*gin.Context', 'New()', body, verb);
const echo = (body: string): Files => goFiles('echo', 'github.com/labstack/echo/v4', 'echo.Context', 'New()', body);
const fiber = (body: string): Files =>
  goFiles('fiber', 'github.com/gofiber/fiber/v2', '*fiber.Ctx', 'New()', body, 'Post');
const chi = (body: string): Files => {
  const files = goFiles('chi', 'github.com/go-chi/chi/v5', 'CONTEXT', 'NewRouter()', body, 'Post');
  return {
    ...files,
    'main.go': (files['main.go'] as string).replace('c CONTEXT', 'w http.ResponseWriter, r *http.Request'),
  };
};

const dto = (tag: string): string =>
  `package dto\n\ntype Order struct {\n\tCount int \`json:"count" ${tag}:"required"\`\n}\n`;

const X = 'POST /x';
const GO: Row[] = [
  {
    situation: 'gin: a struct with binding tags',
    files: gin('\tvar in order\n\tc.ShouldBindJSON(&in)'),
    route: X,
    validated: 'yes',
    verdict: 'pass',
  },
  {
    situation: 'gin: a struct made in place',
    files: gin('\tin := new(order)\n\tc.BindJSON(in)'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'gin: an anonymous struct',
    files: gin('\tvar in struct {\n\t\tA string `binding:"required"`\n\t}\n\tc.Bind(&in)'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'gin: a map',
    files: gin('\tvar in map[string]any\n\tc.ShouldBindJSON(&in)'),
    route: X,
    validated: 'no',
    verdict: 'fail',
  },
  { situation: 'gin: gin.H', files: gin('\tin := gin.H{}\n\tc.BindJSON(&in)'), route: X, validated: 'no' },
  {
    situation: 'gin: a struct without tags',
    files: gin('\tvar in plain\n\tc.ShouldBindJSON(&in)'),
    route: X,
    validated: 'unknown',
    verdict: 'unknown',
  },
  {
    situation: 'gin: a struct of another package',
    files: gin('\tvar in dto.Order\n\tc.ShouldBindJSON(&in)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'gin: a struct of another package of the module, with binding tags',
    files: { ...gin('\tvar in dto.Order\n\tc.ShouldBindJSON(&in)'), 'dto/order.go': dto('binding') },
    route: X,
    validated: 'yes',
  },
  {
    situation: 'gin: a struct of another package of the module, with tags that gin does not look at',
    files: { ...gin('\tvar in dto.Order\n\tc.ShouldBindJSON(&in)'), 'dto/order.go': dto('validate') },
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'gin: a struct of another file of the package',
    files: {
      ...gin('\tvar in Parcel\n\tc.ShouldBindJSON(&in)'),
      'parcel.go': dto('binding').replace('dto', 'main').replace('Order', 'Parcel'),
    },
    route: X,
    validated: 'yes',
  },
  {
    situation: 'chi: a struct of another package of the module, checked by a validator',
    files: {
      ...chi(
        '\tvar in dto.Order\n\tjson.NewDecoder(r.Body).Decode(&in)\n\tif err := validate.Struct(in); err != nil {\n\t\treturn\n\t}',
      ),
      'dto/order.go': dto('validate'),
    },
    route: X,
    validated: 'yes',
  },
  {
    situation: 'gin: a struct of another package that checks itself',
    files: gin('\tvar in dto.Order\n\tc.ShouldBindJSON(&in)\n\tif err := in.Validate(); err != nil {\n\t\treturn\n\t}'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'gin: no body',
    files: gin('\tc.JSON(200, c.Param("id"))'),
    route: X,
    validated: 'yes',
    verdict: 'not-applicable',
  },
  { situation: 'gin: the request given to somebody else', files: gin('\tread(c)'), route: X, validated: 'unknown' },
  {
    situation: 'gin: the query of a GET',
    files: gin('\tvar in plain\n\tc.ShouldBind(&in)', 'GET'),
    route: 'GET /x',
    validated: 'yes',
  },
  {
    situation: 'gin: an answer of another service into a map',
    files: gin(
      '\tresp, _ := http.Get("https://example.com")\n\tvar out map[string]any\n\tjson.NewDecoder(resp.Body).Decode(&out)\n\tc.JSON(200, out)',
    ),
    route: X,
    validated: 'yes',
    verdict: 'not-applicable',
  },
  {
    situation: 'gin: a raw body into a map',
    files: gin('\tdata, _ := io.ReadAll(c.Request.Body)\n\tvar in map[string]interface{}\n\tjson.Unmarshal(data, &in)'),
    route: X,
    validated: 'no',
  },
  {
    situation: 'gin: a map that is validated',
    files: gin('\tvar in map[string]any\n\tc.BindJSON(&in)\n\tvalidateOrder(in)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'gin: a map and a token that is validated',
    files: gin('\tvalidateToken("a")\n\tvar in map[string]any\n\tc.BindJSON(&in)'),
    route: X,
    validated: 'no',
  },
  {
    situation: 'echo: tags and a validator',
    files: echo('\tvar in order\n\tc.Bind(&in)\n\tc.Validate(&in)'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'echo: tags that nobody looks at',
    files: echo('\tvar in order\n\tc.Bind(&in)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'fiber: tags and a validator',
    files: fiber('\tin := new(order)\n\tc.BodyParser(in)\n\tvalidate.Struct(in)'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'fiber: a map',
    files: fiber('\tvar in map[string]any\n\tc.BodyParser(&in)'),
    route: X,
    validated: 'no',
  },
  {
    situation: 'chi: a decoded map',
    files: chi('\tvar in map[string]any\n\tjson.NewDecoder(r.Body).Decode(&in)'),
    route: X,
    validated: 'no',
  },
  {
    situation: 'chi: tags and a validator',
    files: chi('\tvar in order\n\tjson.NewDecoder(r.Body).Decode(&in)\n\tvalidate.Struct(in)'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'chi: nothing read',
    files: chi('\tw.WriteHeader(204)\n\t_ = chi.URLParam(r, "id")'),
    route: X,
    validated: 'yes',
  },
];

const rails = (action: string, more = ''): Files => ({
  Gemfile: 'gem "rails"\n',
  'config/routes.rb':
    'Rails.application.routes.draw do\n  get "/x", to: "orders#index"\n  post "/x", to: "orders#create"\nend\n',
  'app/controllers/orders_controller.rb': `class OrdersController < ActionController::Base\n  def index\n    render json: params[:page]\n  end\n\n  def create\n${action}\n  end\n\n  def update\n    Order.update(order_params)\n  end\n\n  private\n\n  def order_params\n    params.require(:order).permit(:count)\n  end\n${more}end\n`,
});

const RAILS: Row[] = [
  {
    situation: 'rails: strong parameters',
    files: rails('    Order.create!(order_params)'),
    route: X,
    validated: 'yes',
    verdict: 'pass',
  },
  {
    situation: 'rails: expect',
    files: rails('    Order.create!(params.expect(order: [:count]))'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'rails: permit!',
    files: rails('    Order.create!(params[:order].permit!)'),
    route: X,
    validated: 'no',
    verdict: 'fail',
  },
  {
    situation: 'rails: permit! in a method of its own',
    files: rails('    Order.create!(all_params)', '\n  def all_params\n    params.require(:order).permit!\n  end\n'),
    route: X,
    validated: 'no',
  },
  {
    situation: 'rails: to_unsafe_h into a record',
    files: rails('    Order.create!(params[:order].to_unsafe_h)'),
    route: X,
    validated: 'no',
  },
  {
    situation: 'rails: to_unsafe_h into a log',
    files: rails('    logger.info(params.to_unsafe_h)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'rails: permit! for an address',
    files: rails('    redirect_to url_for(params.permit!)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'rails: permit! in a comment',
    files: rails('    # params.permit!\n    Order.create!(order_params)'),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'rails: single values',
    files: rails('    Order.find(1).update(count: params[:count])'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'rails: parameters of a parent',
    files: rails('    Order.create!(base_params)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'rails: the record of the path',
    files: rails('    Order.find(params[:id]).touch'),
    route: X,
    validated: 'yes',
    verdict: 'not-applicable',
  },
  { situation: 'rails: the query of a GET', files: rails('    head :ok'), route: 'GET /x', validated: 'yes' },
];

const laravel = (action: string, more: Files = {}): Files => ({
  'composer.json': '{ "require": { "laravel/framework": "^11.0" } }',
  'app/Http/Controllers/OrderController.php': `<?php\nnamespace App\\Http\\Controllers;\nuse Illuminate\\Http\\Request;\nuse Illuminate\\Support\\Facades\\Validator;\nuse App\\Http\\Requests\\StoreOrderRequest;\nuse App\\Models\\Order;\nclass OrderController\n{\n    public function index(Request $request) { return Order::where('a', $request->input('a'))->get(); }\n    ${action}\n}\n`,
  'routes/web.php': `<?php\nuse Illuminate\\Support\\Facades\\Route;\nuse App\\Http\\Controllers\\OrderController;\nRoute::get('/x', [OrderController::class, 'index']);\nRoute::post('/x', [OrderController::class, 'store']);\n`,
  ...more,
});
const form = (rules: string): Files => ({
  'app/Http/Requests/StoreOrderRequest.php': `<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Foundation\\Http\\FormRequest;\nclass StoreOrderRequest extends FormRequest\n{\n    ${rules}\n}\n`,
});
const RULES = "public function rules(): array { return ['count' => 'required|integer']; }";
const store = (body: string, type = 'Request'): string => `public function store(${type} $request) { ${body} }`;

const LARAVEL: Row[] = [
  {
    situation: 'laravel: a form request',
    files: laravel(store('Order::create($request->all());', 'StoreOrderRequest'), form(RULES)),
    route: X,
    validated: 'yes',
    verdict: 'pass',
  },
  {
    situation: 'laravel: a form request without rules',
    files: laravel(store('Order::create($request->all());', 'StoreOrderRequest'), form('')),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'laravel: a form request with no rule',
    files: laravel(
      store('Order::create($request->all());', 'StoreOrderRequest'),
      form('public function rules() { return []; }'),
    ),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'laravel: a form request that is not there',
    files: laravel(store('Order::create($request->all());', 'StoreOrderRequest')),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'laravel: validate',
    files: laravel(store("$data = $request->validate(['count' => 'required']); Order::create($data);")),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'laravel: a validator',
    files: laravel(store("Validator::make($request->all(), ['a' => 'required'])->validate();")),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'laravel: everything into a record',
    files: laravel(store('return Order::create($request->all());')),
    route: X,
    validated: 'no',
    verdict: 'fail',
  },
  {
    situation: 'laravel: everything under another name',
    files: laravel(store('$data = $request->all(); return Order::create($data);')),
    route: X,
    validated: 'no',
  },
  {
    situation: 'laravel: everything, in a comment',
    files: laravel(store('// Order::create($request->all());\n')),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'laravel: single values',
    files: laravel(store("Order::create(['a' => $request->input('a')]);")),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'laravel: something else that validates',
    files: laravel(store('$token->validate(); Order::create($request->all());')),
    route: X,
    validated: 'no',
  },
  {
    situation: 'laravel: who calls, and no body',
    files: laravel(store('return $request->user();')),
    route: X,
    validated: 'yes',
    verdict: 'not-applicable',
  },
  { situation: 'laravel: the query of a GET', files: laravel(store('')), route: 'GET /x', validated: 'yes' },
];

const django = (view: string, url = 'view'): Files => ({
  'site_/settings.py': "ROOT_URLCONF = 'site_.urls'\n",
  'site_/urls.py': `from django.urls import path\nfrom .views import *\n\nurlpatterns = [path('x', ${url})]\n`,
  'site_/views.py': `import json\n\nfrom django.http import HttpResponse\nfrom django.shortcuts import render\nfrom django.views.generic import CreateView\nfrom rest_framework import generics, serializers\nfrom rest_framework.decorators import api_view\nfrom rest_framework.response import Response\nfrom rest_framework.views import APIView\n\nfrom .models import Order\n\n\nclass OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n\n\n${view}\n`,
  'site_/__init__.py': '',
});
const VIEW = 'View.as_view()';
const drf = (body: string, base = 'APIView'): Files => django(`class View(${base}):\n${body}`, VIEW);

const DJANGO: Row[] = [
  {
    situation: 'drf: a generic view with a serializer',
    files: drf('    serializer_class = OrderSerializer', 'generics.CreateAPIView'),
    route: X,
    validated: 'yes',
    verdict: 'pass',
  },
  {
    situation: 'drf: a generic view without one',
    files: drf('    queryset = Order.objects.all()', 'generics.CreateAPIView'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'drf: a serializer that is asked in the method',
    files: drf(
      '    def post(self, request):\n        order = OrderSerializer(data=request.data)\n        order.is_valid(raise_exception=True)\n        order.save()\n        return Response(order.data)',
    ),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'drf: a method that leaves it to the class above',
    files: drf(
      '    serializer_class = OrderSerializer\n\n    def post(self, request, *args):\n        return super().post(request, *args)',
      'generics.CreateAPIView',
    ),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'drf: everything that was sent',
    files: drf('    def post(self, request):\n        Order.objects.create(**request.data)\n        return Response()'),
    route: X,
    validated: 'no',
    verdict: 'fail',
  },
  {
    situation: 'drf: a serializer that nobody asks',
    files: drf(
      '    def post(self, request):\n        order = OrderSerializer(data=request.data)\n        return Response()',
    ),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'drf: no body',
    files: drf('    def post(self, request):\n        return Response(Order.objects.count())'),
    route: X,
    validated: 'yes',
    verdict: 'not-applicable',
  },
  {
    situation: 'drf: a request that is handed on',
    files: drf('    def post(self, request):\n        return take(request)'),
    route: X,
    validated: 'unknown',
  },
  {
    situation: 'django: a form that is made of the model',
    files: django("class View(CreateView):\n    model = Order\n    fields = ['count']", VIEW),
    route: X,
    validated: 'yes',
  },
  {
    situation: 'django: a function with a form',
    files: django(
      "def view(request):\n    form = OrderForm(request.POST)\n    if form.is_valid():\n        form.save()\n    return render(request, 'x.html')",
    ),
    route: 'ALL /x',
    validated: 'yes',
  },
  {
    situation: 'django: a function without a body',
    files: django("def view(request):\n    return render(request, 'x.html')"),
    route: 'ALL /x',
    validated: 'yes',
    verdict: 'not-applicable',
  },
  {
    situation: 'django: JSON that nobody checks',
    files: django('def view(request):\n    data = json.loads(request.body)\n    return HttpResponse(data["a"])'),
    route: 'ALL /x',
    validated: 'unknown',
  },
];

describe('what a handler takes from the body', () => {
  for (const { situation, files, route, validated, verdict } of [...GO, ...RAILS, ...LARAVEL, ...DJANGO])
    it(`${situation}: ${validated}`, async () => {
      const report = await analyze(files);
      const found = report.routes.find((one) => `${one.method} ${one.path}` === route);
      assert.equal(found?.validated, validated);
      if (verdict !== undefined) assert.equal(checkOf(report, 'request-schema-validated').verdict, verdict);
    });

  it('shows where a handler takes what comes, in its own file', async () => {
    const report = await analyze(rails('    Order.create!(params[:order].permit!)'));
    assert.deepEqual(placesOf(report, 'request-schema-validated'), ['app/controllers/orders_controller.rb:7']);
  });
});
