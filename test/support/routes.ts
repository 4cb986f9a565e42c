import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { accessMetadata, type AccessRule } from '../../apps/api/src/accounts/access.js';

export interface StatedRoute {
  method: string;
  /** With `:parameters`. */
  path: string;
  /** null: it states none, and nobody may call it. */
  rule: AccessRule | null;
}

/** Every route of the running server with the access rule that it states, in order of path and method. */
export function routesOf(app: NestFastifyApplication): StatedRoute[] {
  const routes: StatedRoute[] = [];
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        if (name === 'constructor') continue;
        const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown;
        if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) continue;
        const rule = (Reflect.getMetadata(accessMetadata, handler) ??
          Reflect.getMetadata(accessMetadata, metatype) ??
          null) as AccessRule | null;
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
        for (const base of [Reflect.getMetadata(PATH_METADATA, metatype) as string | string[]].flat())
          for (const part of [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat())
            routes.push({
              method,
              path: `/${[base, part].join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
              rule,
            });
      }
    }
  return routes.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}
