import { Body, Controller, Get, Header, Headers, Inject, Param, Put } from '@nestjs/common';
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
import { seenVersion } from '../platform/if-match.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { PlacesService } from './places.service.js';

/** Programs that set places once name no version; pages do, so that nobody goes over what another set. */
const seenIn = (ifMatch: string | undefined): number | null => (ifMatch === undefined ? null : seenVersion(ifMatch));

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
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: placesOrder }) order: PlacesOrder,
  ): Promise<PlacesAnswer> {
    return this.places.set(event.id, { scope: 'session', key: code }, order, callerOf(credential), seenIn(ifMatch));
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
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: seatsOrder }) { capacity }: SeatsOrder,
  ): Promise<PlacesAnswer> {
    const order: PlacesOrder = { mode: 'in-person', capacity, promotion: 'automatic', offerMinutes: 1440 };
    return this.places.set(event.id, { scope: 'seat', key: code }, order, callerOf(credential), seenIn(ifMatch));
  }

  @Put('days/:date/places')
  @Access('places.write')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: placesAnswer })
  ofDay(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('date') date: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: placesOrder }) order: PlacesOrder,
  ): Promise<PlacesAnswer> {
    return this.places.set(event.id, { scope: 'day', key: date }, order, callerOf(credential), seenIn(ifMatch));
  }

  @Put('places')
  @Access('places.write')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: placesAnswer })
  ofEvent(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: placesOrder }) order: PlacesOrder,
  ): Promise<PlacesAnswer> {
    return this.places.set(event.id, { scope: 'event', key: '' }, order, callerOf(credential), seenIn(ifMatch));
  }
}
