import { Body, Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  recoveryCodes,
  secondFactorProof,
  secondFactorRemoval,
  secondFactorSecret,
  type RecoveryCodes,
  type SecondFactorProof,
  type SecondFactorRemoval,
  type SecondFactorSecret,
} from '@kopa/contracts';
import { Access, CurrentLogin } from './access.js';
import type { Credential } from './credential.js';
import { SecondFactorService } from './second-factor.service.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** One's own second factor. */
@ApiTags('account')
@Access('account')
@Controller('api/v1/account/second-factor')
export class SecondFactorController {
  constructor(@Inject(SecondFactorService) private readonly factors: SecondFactorService) {}

  /** Problems: 403 `proof.needed`; 409 `account.noAddress`, `secondFactor.on`. */
  @Post()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: secondFactorSecret })
  begin(@CurrentLogin() login: Login): Promise<SecondFactorSecret> {
    return this.factors.begin(login);
  }

  /** Problems: 409 `secondFactor.on`, 422 `input.invalid` that names the code, 429 `tries.tooMany`. */
  @Post('confirmation')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: recoveryCodes })
  confirm(
    @CurrentLogin() login: Login,
    @Body({ schema: secondFactorProof }) { code }: SecondFactorProof,
  ): Promise<RecoveryCodes> {
    return this.factors.confirm(login, code);
  }

  /** Problems: 409 `secondFactor.off`, else as `confirmation`. */
  @Post('recovery-codes')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: recoveryCodes })
  renew(
    @CurrentLogin() login: Login,
    @Body({ schema: secondFactorProof }) { code }: SecondFactorProof,
  ): Promise<RecoveryCodes> {
    return this.factors.renewRecoveryCodes(login, code);
  }

  /** Problems as `recovery-codes`, and without a code 403 `proof.needed`. */
  @Post('removal')
  @HttpCode(204)
  remove(
    @CurrentLogin() login: Login,
    @Body({ schema: secondFactorRemoval }) { code }: SecondFactorRemoval,
  ): Promise<void> {
    return this.factors.turnOff(login, code);
  }
}
