import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { signInWays, type SignInWays } from '@kopa/contracts';
import { Access } from './access.js';
import { OidcClient } from './oidc-client.js';

/** How people sign in here, besides by what every server has. */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/sign-in-ways')
export class SignInWaysController {
  constructor(@Inject(OidcClient) private readonly client: OidcClient) {}

  @Get()
  @Header('cache-control', 'no-cache')
  @ApiOkResponse({ standardSchema: signInWays })
  read(): SignInWays {
    const { name } = this.client;
    return { provider: name === null ? null : { name } };
  }
}
