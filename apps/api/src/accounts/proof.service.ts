import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Proof } from '@kopa/contracts';
import type { ProofWay } from '@kopa/domain';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import type { Credential } from './credential.js';
import { proofOf } from './fresh-proof.js';
import { AccountEntity, LoginSessionEntity } from './login.entity.js';
import { invalidPasskey } from './passkey-ceremony.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { isPassword } from './password.js';
import { SecondFactorService } from './second-factor.service.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** Takes what shows that a browser is still in the hands of whom it was signed in by. */
@Injectable()
export class ProofService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(PasskeySignInService) private readonly passkeys: PasskeySignInService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * From now on the login session counts as proven; `asked` is the secret of the cookie by which a passkey was asked for.
   * Problems: 422 `input.invalid` that names the field; 409 `proof.otherWay`; 401 `passkey.late`, `passkey.unknown`,
   * `passkey.invalid`; 429 `tries.tooMany`.
   */
  async give(login: Login, proof: Proof, asked: string | undefined): Promise<void> {
    const at = this.clock.now();
    const { ways } = await proofOf(this.dataSource.manager, login);
    const way: ProofWay = 'password' in proof ? 'password' : 'code' in proof ? 'code' : 'passkey';
    if (!ways.includes(way))
      throw new Problem(409, 'proof.otherWay', `This account proves itself by ${ways.join(' or ') || 'signing in'}.`);
    await this.judge(login.accountId, proof, asked ?? '', at, (manager) =>
      manager.update(LoginSessionEntity, { id: login.loginSessionId }, { provenAt: at }),
    );
  }

  private async judge(
    accountId: string,
    proof: Proof,
    asked: string,
    at: Date,
    note: (manager: EntityManager) => Promise<unknown>,
  ): Promise<void> {
    if ('password' in proof) {
      const { passwordHash } = await this.dataSource.manager.findOneByOrFail(AccountEntity, { id: accountId });
      if (!(await isPassword(passwordHash, proof.password)))
        throw invalidInput([{ path: 'password', message: 'is not right', code: 'password.wrong' }]);
      await note(this.dataSource.manager);
    } else if ('code' in proof) {
      await this.factors.prove(accountId, proof.code, at, note);
    } else {
      const shown = await this.passkeys.check(proof.passkey, asked, at);
      if (shown.accountId !== accountId) throw invalidPasskey();
      await transaction(this.dataSource, async (manager) => {
        await this.passkeys.noteUse(manager, shown);
        await note(manager);
      });
    }
  }
}
