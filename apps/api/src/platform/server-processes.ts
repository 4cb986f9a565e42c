import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type DataSource, LessThan, MoreThan } from 'typeorm';
import { forgetOldAnswers } from './idempotency.js';
import { ServerProcessEntity } from './server-process.entity.js';

const beatEvery = 5_000;
const goneAfter = 20_000;

/** Registers this process while it runs, and forgets what has aged; returns the function that takes it off. */
export async function registerProcess(
  dataSource: DataSource,
  url: string,
  logger: Logger,
): Promise<() => Promise<void>> {
  const { manager } = dataSource;
  const id = randomUUID();
  await manager.insert(ServerProcessEntity, { id, url, seenAt: new Date() });
  const beat = async (): Promise<void> => {
    await manager.upsert(ServerProcessEntity, { id, url, seenAt: new Date() }, ['id']);
    await manager.delete(ServerProcessEntity, { seenAt: LessThan(new Date(Date.now() - goneAfter)) });
    await forgetOldAnswers(manager, new Date());
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => logger.warn({ err: error }, 'the process could not be registered'));
  }, beatEvery);
  return async () => {
    clearInterval(timer);
    await manager.delete(ServerProcessEntity, { id });
  };
}

/** Waits until every running server serves `seq` of an event; servers that do not answer at all are taken for gone. */
export async function awaitServed(dataSource: DataSource, slug: string, seq: number): Promise<void> {
  const servers = await dataSource.manager.findBy(ServerProcessEntity, {
    seenAt: MoreThan(new Date(Date.now() - goneAfter)),
  });
  await Promise.all(
    servers.map(async ({ url }) => {
      for (let attempt = 0; attempt < 15; attempt += 1) {
        try {
          const answer = await fetch(`${url}/api/v1/events/${slug}/programme?atLeast=${seq}`, {
            method: 'HEAD',
            signal: AbortSignal.timeout(5_000),
          });
          if (answer.status === 200) return;
        } catch {
          // Gone, or going: a server that is started again loads what is newest.
          return;
        }
        await sleep(200);
      }
    }),
  );
}
