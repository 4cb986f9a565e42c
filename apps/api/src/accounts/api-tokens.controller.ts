import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { newApiToken, tokenOrder, type ApiToken, type NewApiToken, type TokenOrder } from '@kopa/contracts';
import { idParam } from '../platform/id-param.js';
import { Access, CurrentCredential, CurrentEvent } from './access.js';
import { ApiTokensService } from './api-tokens.service.js';
import { callerOf, type Credential } from './credential.js';

/** Tokens with which programs call. */
@ApiTags('tokens')
@ApiBearerAuth()
@Access('tokens.write')
@Controller('api/v1/events/:slug/tokens')
export class ApiTokensController {
  constructor(@Inject(ApiTokensService) private readonly tokens: ApiTokensService) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@CurrentEvent() event: { id: string }): Promise<{ items: ApiToken[]; next: null }> {
    return { items: await this.tokens.list(event.id), next: null };
  }

  @Post()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ standardSchema: newApiToken })
  create(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: tokenOrder }) order: TokenOrder,
  ): Promise<NewApiToken> {
    return this.tokens.create(event.id, order, callerOf(credential));
  }

  @Delete(':id')
  @HttpCode(204)
  revoke(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
  ): Promise<void> {
    return this.tokens.revoke(event.id, id, callerOf(credential));
  }
}
