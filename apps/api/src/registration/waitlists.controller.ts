import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  because,
  capacityAnswer,
  capacityPatch,
  pageQuery,
  poolParams,
  promotionOrder,
  queue,
  waitlists,
  waitlistsQuery,
  type Because,
  type CapacityAnswer,
  type CapacityPatch,
  type PageQuery,
  type PoolParams,
  type PromotionOrder,
  type Queue,
  type RegistrationView,
  type Waitlists,
  type WaitlistsQuery,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, may } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { Problem } from '../platform/problem.js';
import { WaitlistDeedsService, type PlaceOf } from './waitlist-deeds.service.js';
import { WaitlistsService } from './waitlists.service.js';

/** What is limited, who waits for it, and what organisers do about it. */
@ApiTags('places')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class WaitlistsController {
  constructor(
    @Inject(WaitlistsService) private readonly waitlists: WaitlistsService,
    @Inject(WaitlistDeedsService) private readonly deeds: WaitlistDeedsService,
  ) {}

  /** Where somebody waits, or all that is limited; how many, not who. */
  @Get('waitlists')
  @Access('places.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: waitlists })
  list(
    @CurrentEvent() event: { id: string },
    @Query({ schema: waitlistsQuery }) query: WaitlistsQuery,
  ): Promise<Waitlists> {
    return this.waitlists.list(event.id, query);
  }

  /** Who waits, in order; by name for who may read registrations. */
  @Get('waitlists/:scope/:key/:mode')
  @Access('places.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: queue })
  queue(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('scope') scope: string,
    @Param('key') key: string,
    @Param('mode') mode: string,
    @Query({ schema: pageQuery }) page: PageQuery,
  ): Promise<Queue> {
    const withNames = may(credential, event.id, 'registrations.read');
    return this.waitlists.queue(event.id, poolOf({ scope, key, mode }), { ...page, withNames });
  }

  /** Sets how many places there are, and serves who waits. */
  @Patch('waitlists/:scope/:key/:mode')
  @Access('places.write')
  @ApiOkResponse({ standardSchema: capacityAnswer })
  resize(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('scope') scope: string,
    @Param('key') key: string,
    @Param('mode') mode: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: capacityPatch }) { capacity }: CapacityPatch,
  ): Promise<CapacityAnswer> {
    const name = poolOf({ scope, key, mode });
    return this.waitlists.resize(event.id, name, capacity, seenVersion(ifMatch), callerOf(credential));
  }

  /** Gives a place out of turn: a free one, or one over the capacity. */
  @Post('registrations/:code/bookings/:id/promote')
  @Access('registrations.write')
  @HttpCode(200)
  promote(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Param('id', idParam) id: string,
    @Body({ schema: promotionOrder }) order: PromotionOrder,
  ): Promise<RegistrationView> {
    return this.deeds.promote(placeOf(event, credential, code, id), order);
  }

  /** Takes that back, within half a minute. */
  @Delete('registrations/:code/bookings/:id/promote')
  @Access('registrations.write')
  unpromote(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Param('id', idParam) id: string,
  ): Promise<RegistrationView> {
    return this.deeds.unpromote(placeOf(event, credential, code, id));
  }

  /** Takes an offer back: they wait on. */
  @Post('registrations/:code/bookings/:id/withdraw')
  @Access('registrations.write')
  @HttpCode(200)
  withdraw(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Param('id', idParam) id: string,
    @Body({ schema: because }) { reason }: Because,
  ): Promise<RegistrationView> {
    return this.deeds.withdraw(placeOf(event, credential, code, id), reason);
  }

  /** Takes somebody off a waitlist, or an offer from them for good. */
  @Post('registrations/:code/bookings/:id/remove')
  @Access('registrations.write')
  @HttpCode(200)
  remove(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Param('id', idParam) id: string,
    @Body({ schema: because }) { reason }: Because,
  ): Promise<RegistrationView> {
    return this.deeds.remove(placeOf(event, credential, code, id), reason);
  }
}

/** An address that names no pool leads nowhere. */
function poolOf(named: { scope: string; key: string; mode: string }): PoolParams {
  const parsed = poolParams.safeParse(named);
  if (!parsed.success) throw new Problem(404, 'pool.unknown', 'There are no such places.');
  return parsed.data;
}

function placeOf(event: { id: string }, credential: Credential, code: string, placeId: string): PlaceOf {
  return { eventId: event.id, code, placeId, who: callerOf(credential) };
}
