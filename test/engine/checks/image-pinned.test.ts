import { describeCheck } from '../../support/answer';

describeCheck('image-pinned', [
  {
    it: 'holds for versions, digests, own stages and registries with a port',
    files: {
      Dockerfile: 'ARG V=3.12\nFROM python:$V AS base\nFROM base\nFROM localhost:5000/tools:1.2\nFROM scratch\n',
      'k8s/a.yaml': `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/a@sha256:${'0'.repeat(64)}\n`,
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for latest and for no tag',
    files: { Dockerfile: 'FROM python\n', 'docker-compose.yml': 'services:\n  a:\n    image: redis:latest\n' },
    answer: 'fail E0 Dockerfile:1, docker-compose.yml:3',
  },
  {
    it: 'reads Helm values',
    files: { 'chart/values.yaml': 'image:\n  repository: acme/api\n  tag: latest\n' },
    answer: 'fail E0 chart/values.yaml:3',
  },
  {
    it: 'leaves variables alone, but not their defaults',
    files: { 'docker-compose.yml': 'services:\n  a:\n    image: ${IMAGE}\n  b:\n    image: redis:${TAG:-latest}\n' },
    answer: 'fail E0 docker-compose.yml:5',
  },
  {
    it: 'does not take the name of an image that is built here for one that is pulled',
    files: { 'docker-compose.yml': 'services:\n  a:\n    build: .\n    image: acme/a\n  b:\n    image: redis:7\n' },
    answer: 'pass E3',
  },
  { it: 'does not apply without images', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'is not fooled by the name of a system alone',
    files: {
      Dockerfile: 'FROM node:alpine\n',
      'b/Dockerfile': 'FROM node:lts-slim\n',
      'c/Dockerfile': 'FROM debian:bookworm\n',
    },
    answer: 'fail E0 Dockerfile:1, b/Dockerfile:1',
  },
]);
