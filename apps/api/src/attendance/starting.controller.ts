import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { startingSeats, type StartingSeats } from '@kopa/contracts';
import { Access, CurrentEvent } from '../accounts/access.js';
import { StartingService } from './starting.service.js';

@ApiTags('attendance')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/desk/starting')
export class StartingController {
  constructor(@Inject(StartingService) private readonly starting: StartingService) {}

  /** Seats, waitlists and arrivals of what starts next in each room, and of add-ons within two hours. */
  @Get()
  @Access('live.change')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: startingSeats })
  list(@Param('slug') _slug: string, @CurrentEvent() event: { id: string }): Promise<StartingSeats> {
    return this.starting.list(event.id);
  }
}
