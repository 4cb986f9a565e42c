import { Controller, Get, Header, Inject, Injectable } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { collectDefaultMetrics, register } from 'prom-client';
import { DataSource } from 'typeorm';
import { Problem } from './problem.js';
import { PublicRoute } from './public-route.js';

/** Whether the process takes new work: not while it drains. */
@Injectable()
export class Readiness {
  draining = false;
}

@ApiExcludeController()
@PublicRoute()
@Controller()
export class HealthController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Readiness) private readonly readiness: Readiness,
  ) {
    register.clear();
    collectDefaultMetrics();
  }

  /** The process is up. */
  @Get('healthz')
  healthy(): { status: 'up' } {
    return { status: 'up' };
  }

  /** The process takes requests: the database answers and no shutdown is under way. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ready' }> {
    if (this.readiness.draining) throw new Problem(503, 'server.draining', 'The server is shutting down.');
    try {
      await this.dataSource.query('SELECT 1');
    } catch {
      throw new Problem(503, 'database.unavailable', 'The database does not answer.');
    }
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
