import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { newPasskey, passkey, passkeyChange, type NewPasskey, type Passkey, type PasskeyChange } from '@kopa/contracts';
import { idParam } from '../platform/id-param.js';
import { Access, CurrentLogin } from './access.js';
import type { Credential } from './credential.js';
import { PasskeysService } from './passkeys.service.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** One's own passkeys. */
@ApiTags('account')
@Access('account')
@Controller('api/v1/account/passkeys')
export class PasskeysController {
  constructor(@Inject(PasskeysService) private readonly passkeys: PasskeysService) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@CurrentLogin() { accountId }: Login): Promise<{ items: Passkey[]; next: null }> {
    return { items: await this.passkeys.list(accountId), next: null };
  }

  /** What the browser is to make one by (W3C Web Authentication). Problems: 403 `proof.needed`; 409 `passkey.noPlace`, `account.noAddress`, `passkey.tooMany`. */
  @Post('challenges')
  @Header('cache-control', 'no-store')
  ask(@CurrentLogin() login: Login): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.passkeys.ask(login);
  }

  /** Counts once, as its challenge does. Problems: 401 `passkey.late`, `passkey.invalid`; 409 `passkey.known`. */
  @Post()
  @ApiOkResponse({ standardSchema: passkey })
  add(@CurrentLogin() login: Login, @Body({ schema: newPasskey }) order: NewPasskey): Promise<Passkey> {
    return this.passkeys.add(login, order);
  }

  @Patch(':id')
  @ApiOkResponse({ standardSchema: passkey })
  rename(
    @CurrentLogin() { accountId }: Login,
    @Param('id', idParam) id: string,
    @Body({ schema: passkeyChange }) { name }: PasskeyChange,
  ): Promise<Passkey> {
    return this.passkeys.rename(accountId, id, name);
  }

  /** Problems: 403 `proof.needed`, 404 `passkey.unknown`. */
  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentLogin() login: Login, @Param('id', idParam) id: string): Promise<void> {
    return this.passkeys.remove(login, id);
  }
}
