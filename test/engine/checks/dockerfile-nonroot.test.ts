import { describeCheck } from '../../support/answer';

const ROOT = 'FROM python:3.12-slim\nCOPY app ./app\nCMD ["python", "-m", "app"]\n';
const USER = 'FROM python:3.12-slim\nRUN useradd shop\nUSER shop\nCMD ["python", "-m", "app"]\n';

describeCheck('dockerfile-nonroot', [
  { it: 'holds for a user', files: { Dockerfile: USER }, answer: 'pass E4' },
  {
    it: 'holds for a user of an earlier stage, and of the base image',
    files: {
      Dockerfile: 'FROM node:20 AS base\nUSER node\nFROM base\nCMD ["node"]\n',
      'b/Dockerfile': 'FROM gcr.io/distroless/nodejs20:nonroot\nCMD ["a.js"]\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves an image alone that shows documentation',
    files: { 'docs.dockerfile': 'FROM sphinxdoc/sphinx\nCMD ["make", "html"]\n' },
    answer: 'not-applicable',
  },
  {
    it: 'fails without, at the last stage',
    files: { Dockerfile: ROOT, 'api/Dockerfile': USER },
    answer: 'fail E0 Dockerfile:1',
  },
  {
    it: 'is not fooled by a user of a stage that does not ship, or by going back to root',
    files: {
      Dockerfile: 'FROM node:20 AS build\nUSER node\nFROM node:20\nCMD ["node"]\n',
      'b/Dockerfile': 'FROM node:20\nUSER node\nUSER root\nCMD ["node"]\n',
    },
    answer: 'fail E0 Dockerfile:3, b/Dockerfile:3',
  },
  {
    it: 'is unknown where the base image of an own registry has users that files are given to',
    files: {
      Dockerfile:
        'ARG BASE=registry.example.org/team/java:21\nFROM ${BASE}\nCOPY --chown=appuser:appgroup app.jar .\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
    },
    answer: 'unknown',
  },
  {
    it: 'fails where such an image is known to start as root, or the user is made here',
    files: {
      Dockerfile: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY --chown=app:app out .\nENTRYPOINT ["./shop"]\n',
      'b/Dockerfile': 'FROM node:22\nCOPY --chown=node:node . .\nCMD ["node", "."]\n',
      'c/Dockerfile':
        'FROM registry.example.org/java:21\nRUN adduser shop\nCOPY --chown=shop a.jar .\nCMD ["java", "-jar", "a.jar"]\n',
    },
    answer: 'fail E0 Dockerfile:1, b/Dockerfile:1, c/Dockerfile:1',
  },
  {
    it: 'is not fooled by a script that lends one command to somebody, or becomes root',
    files: {
      Dockerfile: 'FROM python:3.12\nENTRYPOINT ["/start.sh"]\n',
      'start.sh': 'su postgres -c "createdb shop"\nexec python -m app\n',
      'b/Dockerfile': 'FROM python:3.12\nCMD su -c "python -m app"\n',
    },
    answer: 'fail E0 Dockerfile:1, b/Dockerfile:1',
  },
  {
    it: 'holds where su starts the program for good',
    files: {
      Dockerfile: 'FROM python:3.12\nENTRYPOINT ["/start.sh"]\n',
      'start.sh': 'exec su -s /bin/sh shop -c "python -m app"\n',
      'b/Dockerfile': 'FROM python:3.12\nCMD su shop -c "python -m app"\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves images for development alone',
    files: { 'Dockerfile.dev': ROOT, Dockerfile: USER, '.devcontainer/Dockerfile': ROOT, '.gitpod.Dockerfile': ROOT },
    answer: 'pass E4',
  },
  {
    it: 'accepts a user that Compose sets',
    files: { Dockerfile: ROOT, 'docker-compose.yml': 'services:\n  app:\n    build: .\n    user: "1000"\n' },
    answer: 'pass E4',
  },
  {
    it: 'leaves images alone that only build packages',
    files: {
      'packaging/deb/Dockerfile': 'FROM golang:1.24\nCOPY . /src\nCMD ["/src/packaging/deb/build.sh"]\n',
      'packaging/rpm/Dockerfile': 'FROM rockylinux:9\nRUN dnf install -y rpm-build\nCOPY shop.spec /root/\n',
      'packaging/tar/Dockerfile': 'FROM python:3.12\nRUN pip install pyinstaller\nENTRYPOINT ["mv", "/dist", "/out"]\n',
    },
    answer: 'not-applicable',
  },
  {
    it: 'leaves images alone that nothing starts: files to take out, compilers',
    files: {
      Dockerfile: 'FROM golang:1.24 AS build\nRUN go build -o /shop\nFROM scratch\nCOPY --from=build /shop /shop\n',
      'build/Dockerfile': 'FROM rust:1.90\nRUN cargo install cross\n',
    },
    answer: 'not-applicable',
  },
  {
    it: 'but not one that is started from there',
    files: {
      Dockerfile:
        'FROM golang:1.24 AS build\nRUN go build -o /shop\nFROM scratch\nCOPY --from=build /shop /shop\nCMD ["/shop"]\n',
    },
    answer: 'fail E0 Dockerfile:3',
  },
  {
    it: 'knows images that bring a user, and entry points that hand over to one',
    files: {
      'metrics/Dockerfile': 'FROM prom/prometheus:v3.0.0\nCOPY prometheus.yml /etc/prometheus/\n',
      'db/Dockerfile': 'FROM postgres:17-alpine\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      'api/Dockerfile':
        'FROM python:3.12-slim\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["gunicorn", "shop"]\n',
      'api/entrypoint.sh': '#!/bin/sh\nset -e\nchown -R shop /data\nexec gosu shop "$@"\n',
      'worker/Dockerfile': 'FROM node:22-alpine\nCMD ["su-exec", "node", "node", "worker.js"]\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by an entry point that is replaced, goes back to root, or hands over to root',
    files: {
      'a/Dockerfile': 'FROM postgres:17\nENTRYPOINT ["postgres"]\n',
      'b/Dockerfile': 'FROM grafana/grafana:11.0.0\nUSER root\n',
      'c/Dockerfile': 'FROM node:22\nENTRYPOINT ["gosu", "root", "node", "a.js"]\n',
    },
    answer: 'fail E0 a/Dockerfile:1, b/Dockerfile:2, c/Dockerfile:1',
  },
  { it: 'does not apply without Docker', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'takes code about such files for code',
    files: {
      'src/dockerfile.ts': "export const ROOT = 'FROM alpine';\n",
      'lib/dockerfile.ex': 'FROM alpine\nCMD ["a"]\n',
    },
    answer: 'not-applicable',
  },
  {
    it: 'and a name with the language of an image for an image',
    files: { 'Dockerfile.go': ROOT },
    answer: 'fail E0 Dockerfile.go:1',
  },
]);
