import { Body, Controller, Get, Header, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  counts,
  placesAnswer,
  placesOrder,
  seatsOrder,
  type Counts,
  type PlacesAnswer,
  type PlacesOrder,
  type PoolStanding,
  type SeatsOrder,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { PlacesService } from './places.service.js';

@ApiTags('places')
@Controller('api/v1/events/:slug')
export class PlacesController {
  constructor(
    @Inject(PlacesService) private readonly places: PlacesService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
  ) {}

  /** Places left by session, day and event, now; null where they are not limited. */
  @Get('counts')
  @Access('public')
  @Header('cache-control', 'no-cache')
  @ApiOkResponse({ standardSchema: counts })
  async counts(@Param('slug') slug: string): Promise<Counts> {
    return this.places.counts((await this.published.bySlug(slug)).programme);
  }

  /** All that organisers set or somebody took a place of, with who waits and how the next are served. */
  @Get('places')
  @Access('registrations.read')
  @ApiBearerAuth()
  @Header('cache-control', 'no-store')
  pools(@CurrentEvent() event: { id: string }): Promise<PoolStanding[]> {
    return this.places.pools(event.id);
  }

  @Put('sessions/:code/places')
  @Access('places.write')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: placesAnswer })
  ofSession(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: placesOrder }) order: PlacesOrder,
  ): Promise<PlacesAnswer> {
    return this.places.set(event.id, 'session', code, order, callerOf(credential));
  }

  /** Seats in the coach to an add-on: a pool of its own, beside the places at the goal. */
  @Put('sessions/:code/seats')
  @Access('places.write')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: placesAnswer })
  inCoach(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: seatsOrder }) { capacity }: SeatsOrder,
  ): Promise<PlacesAnswer> {
    const order: PlacesOrder = { mode: 'in-person', capacity, promotion: 'automatic', offerMinutes: 1440 };
    return this.places.set(event.id, 'seat', code, order, callerOf(credential));
  }

  @Put('days/:date/places')
  @Access('places.write')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: placesAnswer })
  ofDay(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('date') date: string,
    @Body({ schema: placesOrder }) order: PlacesOrder,
  ): Promise<PlacesAnswer> {
    return this.places.set(event.id, 'day', date, order, callerOf(credential));
  }

  @Put('places')
  @Access('places.write')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: placesAnswer })
  ofEvent(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: placesOrder }) order: PlacesOrder,
  ): Promise<PlacesAnswer> {
    return this.places.set(event.id, 'event', '', order, callerOf(credential));
  }
}
