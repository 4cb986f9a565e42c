import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { DraftBooked } from '@kopa/contracts';
import { Access, CurrentEvent } from '../accounts/access.js';
import { readBooked } from './draft-booked.js';

/** What is booked already, for who places sessions: numbers, never names. */
@ApiTags('draft')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/draft/booked')
export class DraftBookedController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Two queries, however many people. */
  @Get()
  @Access('draft.read')
  read(@CurrentEvent() { id }: { id: string }): Promise<DraftBooked> {
    return readBooked(this.dataSource.manager, id);
  }
}
