// Filters that controllers inherit are judged once for classes in which they do the same, and apart where a class makes them do another thing.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

describe('a filter that controllers inherit', () => {
  it('is judged apart where a class overrides what it asks', async () => {
    const controller = (name: string, more = ''): string => `class ${name}Controller < ApplicationController
  ${more}
  def create
    head :created
  end
end
`;
    const { routes } = await analyze({
      'config/routes.rb': `Rails.application.routes.draw do
  resources :apples, only: :create
  resources :pears, only: :create
  resources :plums, only: :create
  resources :quinces, only: :create
end
`,
      'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base
  before_action :check_user

  def check_user
    head :unauthorized unless known?
  end

  def known?
    session[:user_id].present?
  end
end
`,
      'app/controllers/apples_controller.rb': controller('Apples'),
      'app/controllers/pears_controller.rb': controller('Pears', 'def known?; true; end'),
      'app/controllers/plums_controller.rb': controller('Plums'),
      'app/controllers/quinces_controller.rb': controller('Quinces', 'def check_user; super; end'),
    });
    const verdicts = Object.fromEntries(routes.map(({ path, verdict }) => [path, verdict]));
    assert.equal(verdicts['/apples'], 'protected');
    assert.equal(verdicts['/plums'], 'protected');
    assert.equal(verdicts['/quinces'], 'protected');
    assert.notEqual(verdicts['/pears'], 'protected');
  });

  it('says of a write from which it is taken away that anybody may send it', async () => {
    const { routes } = await analyze({
      'config/routes.rb': 'Rails.application.routes.draw do\n  resources :apples, only: %i[create index]\nend\n',
      'app/controllers/apples_controller.rb': `class ApplesController < ActionController::Base
  before_action :authenticate_user!
  skip_before_action :authenticate_user!

  def index
    head :ok
  end

  def create
    head :created
  end
end
`,
    });
    const noteOf = (method: string): string | undefined =>
      routes.find((route) => route.method === method)?.by?.at(-1)?.note;
    assert.equal(noteOf('GET'), 'open on purpose: authenticate_user! is skipped for this action');
    assert.match(noteOf('POST') ?? '', /so that anybody may send this write: make sure that this is meant$/);
  });
});
