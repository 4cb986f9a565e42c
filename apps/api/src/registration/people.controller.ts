import { Controller, Get, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  deskQuery,
  person,
  segment,
  type DeskQuery,
  type Person,
  type RegistrationView,
  type Segment,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, may } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import { csvOf } from '../platform/csv.js';
import { xlsxOf } from '../platform/spreadsheet.js';
import { PeopleService, type Sight } from './people.service.js';

/** Who registered: lists and sheets by segment, and one person's story. */
@ApiTags('registrations')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class PeopleController {
  constructor(@Inject(PeopleService) private readonly people: PeopleService) {}

  @Get('registrations')
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  list(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: deskQuery }) query: DeskQuery,
  ): Promise<{ items: RegistrationView[]; next: string | null }> {
    return this.people.list(event.id, query, sightOf(event, credential));
  }

  /** How many a segment holds. */
  @Get('registrations/count')
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  async count(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: segment }) wanted: Segment,
  ): Promise<{ people: number }> {
    return { people: await this.people.count(event.id, wanted, sightOf(event, credential)) };
  }

  /** Those of a segment; everybody without one. */
  @Get('registrations.csv')
  @Access('registrations.read')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="registrations.csv"')
  @Header('cache-control', 'no-store')
  async csv(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: segment }) wanted: Segment,
  ): Promise<string> {
    return csvOf(await this.people.table(event.id, wanted, sightOf(event, credential)));
  }

  @Get('registrations.xlsx')
  @Access('registrations.read')
  @Header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Header('content-disposition', 'attachment; filename="registrations.xlsx"')
  @Header('cache-control', 'no-store')
  async xlsx(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: segment }) wanted: Segment,
  ): Promise<StreamableFile> {
    return new StreamableFile(await xlsxOf(await this.people.table(event.id, wanted, sightOf(event, credential))));
  }

  /** One registration: facts, places, answers, mail, and its history; of that what organisers did for who reads the trail. */
  @Get('registrations/:code')
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: person })
  person(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
  ): Promise<Person> {
    return this.people.person(event.id, code, sightOf(event, credential));
  }
}

function sightOf(event: { id: string }, credential: Credential): Sight {
  return {
    sensitive: may(credential, event.id, 'answers.sensitive'),
    trail: may(credential, event.id, 'audit.read'),
  };
}
