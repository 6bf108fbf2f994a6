/** Every web framework that routes are read of. To add one: describe it in a file beside this one and name it here. */
import type { CSharpFramework } from '../../code/csharp/framework';
import type { JavaFramework } from '../../code/java/framework';
import type { PythonFramework } from '../../code/python/expressions';
import type { GoFramework } from '../../code/go/framework';
import type { PhpFramework } from '../../code/php/framework';
import type { RubyFramework } from '../../code/ruby/framework';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { ManifestFramework } from '../../code/manifests/framework';
import type { Framework } from '../framework';
import { adonisjs } from './adonisjs/adonisjs';
import { aiohttp } from './aiohttp';
import { aspnet } from './aspnet/aspnet';
import { astro } from './astro/astro';
import { awsLambda } from './aws-lambda/aws-lambda';
import { chi } from './chi';
import { django } from './django/django';
import { echo } from './echo';
import { elysia } from './elysia/elysia';
import { express } from './express/express';
import { fastapi } from './fastapi/fastapi';
import { fastify } from './fastify/fastify';
import { feathers } from './feathers';
import { fiber } from './fiber';
import { gorillaMux } from './gorilla-mux';
import { graphql } from './graphql';
import { h3 } from './h3';
import { hapi } from './hapi';
import { hono } from './hono';
import { inversify } from './inversify';
import { jaxRs } from './jax-rs/jax-rs';
import { koa } from './koa';
import { firebase } from './firebase/firebase';
import { flask } from './flask/flask';
import { gin } from './gin';
import { laravel } from './laravel/laravel';
import { litestar } from './litestar';
import { nestjs } from './nestjs/nestjs';
import { netHttp } from './net-http';
import { ninja } from './ninja';
import { nextjs } from './nextjs/nextjs';
import { nitro } from './nitro';
import { rails } from './rails/rails';
import { remix } from './remix/remix';
import { routingControllers } from './routing-controllers';
import { sanic } from './sanic';
import { spring } from './spring/spring';
import { sveltekit } from './sveltekit';
import { symfony } from './symfony/symfony';
import { supabase } from './supabase';
import { goHttp } from './shared/go-http';
import { tanstackStart } from './tanstack-start';
import { trpc } from './trpc';
import { tsoa } from './tsoa';
import { websockets } from './websockets';

export const FRAMEWORKS: readonly Framework[] = [
  fastapi,
  flask,
  ninja,
  django,
  aiohttp,
  sanic,
  litestar,
  nextjs,
  remix,
  sveltekit,
  nitro,
  astro,
  supabase,
  firebase,
  awsLambda,
  tanstackStart,
  graphql,
  websockets,
  nestjs,
  routingControllers,
  tsoa,
  inversify,
  // Before those whose applications have `use` as well: the procedures of a file are told from them by their names.
  trpc,
  // Before those on which it stands: their applications have `use` as well.
  feathers,
  fastify,
  koa,
  hono,
  h3,
  adonisjs,
  hapi,
  elysia,
  express,
  jaxRs,
  spring,
  aspnet,
  gin,
  rails,
  // Before Laravel, whose requests are made on top of its own.
  symfony,
  laravel,
  echo,
  fiber,
  chi,
  gorillaMux,
  netHttp,
];

/** What lowers JavaScript and TypeScript, in the order in which it is asked. */
export const JAVASCRIPT_FRAMEWORKS: readonly JavaScriptFramework[] = FRAMEWORKS.flatMap(
  (framework) => framework.javascript ?? [],
);

/** What lowers Python, in the order in which it is asked. */
export const PYTHON_FRAMEWORKS: readonly PythonFramework[] = FRAMEWORKS.flatMap((framework) => framework.python ?? []);

/** What lowers Java. */
export const JAVA_FRAMEWORKS: readonly JavaFramework[] = FRAMEWORKS.flatMap((framework) => framework.java ?? []);

/** What lowers Go, in the order in which it is asked; what they share comes last. */
export const GO_FRAMEWORKS: readonly GoFramework[] = [...FRAMEWORKS.flatMap((framework) => framework.go ?? []), goHttp];

/** What lowers Ruby, in the order in which it is asked. */
export const RUBY_FRAMEWORKS: readonly RubyFramework[] = FRAMEWORKS.flatMap((framework) => framework.ruby ?? []);

/** What lowers C#. */
export const CSHARP_FRAMEWORKS: readonly CSharpFramework[] = FRAMEWORKS.flatMap((framework) => framework.csharp ?? []);

/** What lowers PHP, in the order in which it is asked. */
export const PHP_FRAMEWORKS: readonly PhpFramework[] = FRAMEWORKS.flatMap((framework) => framework.php ?? []);

/** What lowers manifests of deployments. */
export const MANIFEST_FRAMEWORKS: readonly ManifestFramework[] = FRAMEWORKS.flatMap(
  (framework) => framework.manifests ?? [],
);
