import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { DataSource, type EntityManager, IsNull, LessThan, Not } from 'typeorm';
import type { RecoveryCodes, SecondFactorSecret } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { serverKey } from '../platform/server-key.js';
import { AccessService } from './access.service.js';
import { auditAccount } from './account-audit.js';
import type { Credential } from './credential.js';
import { demandFreshProof } from './fresh-proof.js';
import { AccountEntity, LoginSessionEntity } from './login.entity.js';
import { seal, unseal } from './sealed.js';
import { RecoveryCodeEntity, SecondFactorEntity } from './second-factor.entity.js';
import { hashSecret } from './secret.js';

type Login = Extract<Credential, { kind: 'login' }>;

const periodSeconds = 30;
const recoveryCodeCount = 10;

/** The code of an authenticator app (RFC 6238), and what stands in for it when the device is lost. */
@Injectable()
export class SecondFactorService implements OnModuleInit {
  private key: Buffer = Buffer.alloc(0);
  /** Of a million codes three are right at a time: ten tries a quarter of an hour take a year for a chance of two in three. */
  private readonly tries = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether an account has one, and how many recovery codes it has left. */
  async read(accountId: string): Promise<{ isOn: boolean; recoveryCodesLeft: number }> {
    const { manager } = this.dataSource;
    const isOn = await manager.existsBy(SecondFactorEntity, { accountId, confirmedAt: Not(IsNull()) });
    return { isOn, recoveryCodesLeft: await manager.countBy(RecoveryCodeEntity, { accountId, usedAt: IsNull() }) };
  }

  /** Makes a secret for an app, which counts once it is confirmed. Problems: 403 `proof.needed`; 409 `account.noAddress`, `secondFactor.on`. */
  async begin(login: Login): Promise<SecondFactorSecret> {
    const { manager } = this.dataSource;
    const { accountId } = login;
    const { email } = await manager.findOneByOrFail(AccountEntity, { id: accountId });
    if (email === null)
      throw new Problem(409, 'account.noAddress', 'The operator signs in by the link that the server prints.');
    await demandFreshProof(manager, login, this.clock.now());
    const secret = randomBytes(20);
    const sealed = seal(this.key, accountId, secret);
    const kept = await manager.query<unknown[]>(
      `INSERT INTO second_factors (account_id, secret) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = 0
         WHERE second_factors.confirmed_at IS NULL RETURNING account_id`,
      [accountId, sealed],
    );
    if (kept.length === 0) throw new Problem(409, 'secondFactor.on', 'There is a second factor already.');
    const totp = totpOf(secret, email);
    return { secret: totp.secret.base32, uri: totp.toString() };
  }

  /**
   * Turns it on by a first code; every other login session ends. The recovery codes are seen this once. Problems: 409
   * `secondFactor.on`, 422 `input.invalid` that names the code, 429 `tries.tooMany`.
   */
  async confirm({ accountId, loginSessionId }: Login, code: string): Promise<RecoveryCodes> {
    const at = this.clock.now();
    const codes = await this.counted(accountId, () =>
      transaction(this.dataSource, async (manager) => {
        const factor = await manager.findOneBy(SecondFactorEntity, { accountId });
        if (factor === null || factor.confirmedAt !== null)
          throw new Problem(409, 'secondFactor.on', 'There is nothing to confirm.');
        if (!(await this.takeTotp(manager, factor, code, at))) throw wrongCodeHere();
        await manager.update(SecondFactorEntity, { accountId }, { confirmedAt: at });
        await manager.update(LoginSessionEntity, { id: loginSessionId }, { isTwoFactor: true, provenAt: at });
        const others = { accountId, id: Not(loginSessionId), revokedAt: IsNull() };
        await manager.update(LoginSessionEntity, others, { revokedAt: at });
        await auditAccount(manager, accountId, 'account.secondFactorOn', at);
        return newRecoveryCodes(manager, accountId);
      }),
    );
    this.access.forget();
    return { codes };
  }

  /** New recovery codes in place of the former ones. Problems: 409 `secondFactor.off`, 422, 429 as `confirm`. */
  async renewRecoveryCodes({ accountId }: Login, code: string): Promise<RecoveryCodes> {
    const at = this.clock.now();
    const codes = await this.counted(accountId, () =>
      transaction(this.dataSource, async (manager) => {
        await this.takeOwn(manager, accountId, code, at);
        await auditAccount(manager, accountId, 'account.recoveryCodesRenewed', at);
        return newRecoveryCodes(manager, accountId);
      }),
    );
    return { codes };
  }

  /** Without a code for whoever has lately shown who they are. Problems as `renewRecoveryCodes`; 403 `proof.needed`. */
  async turnOff(login: Login, code: string | undefined): Promise<void> {
    const at = this.clock.now();
    const { accountId } = login;
    const work = () =>
      transaction(this.dataSource, async (manager) => {
        if (code !== undefined) await this.takeOwn(manager, accountId, code, at);
        else await demandFreshProof(manager, login, at);
        if (!(await removeSecondFactor(manager, accountId))) throw notOn();
        await manager.update(LoginSessionEntity, { accountId }, { isTwoFactor: false });
        await auditAccount(manager, accountId, 'account.secondFactorOff', at);
      });
    await (code === undefined ? work() : this.counted(accountId, work));
    this.access.forget();
  }

  /** Takes a code as proof of who is signed in, and does `note` with it. Problems as `renewRecoveryCodes`. */
  async prove(
    accountId: string,
    code: string,
    at: Date,
    note: (manager: EntityManager) => Promise<unknown>,
  ): Promise<void> {
    await this.counted(accountId, () =>
      transaction(this.dataSource, async (manager) => {
        await this.takeOwn(manager, accountId, code, at);
        await note(manager);
      }),
    );
  }

  /**
   * Lets somebody on who showed one factor, within the transaction that lets them in: whatever else that does is undone
   * when the code is not right. Gives whether a second one was shown. Problems: 401 `secondFactor.missing` or
   * `secondFactor.wrong`, 429 `tries.tooMany`.
   */
  async demand(manager: EntityManager, accountId: string, code: string | undefined, at: Date): Promise<boolean> {
    const factor = await manager.findOneBy(SecondFactorEntity, { accountId, confirmedAt: Not(IsNull()) });
    if (factor === null) return false;
    if (code === undefined)
      throw new Problem(401, 'secondFactor.missing', 'Add the code of your authenticator app as `code`.');
    await this.counted(accountId, async () => {
      if (!(await this.take(manager, factor, code, at)))
        throw new Problem(401, 'secondFactor.wrong', 'The code is not right, or was used already.');
    });
    return true;
  }

  private async takeOwn(manager: EntityManager, accountId: string, code: string, at: Date): Promise<void> {
    const factor = await manager.findOneBy(SecondFactorEntity, { accountId, confirmedAt: Not(IsNull()) });
    if (factor === null) throw notOn();
    if (!(await this.take(manager, factor, code, at))) throw wrongCodeHere();
  }

  /** Takes a code of the app or a recovery code; each is taken once. */
  private async take(manager: EntityManager, factor: SecondFactorEntity, code: string, at: Date): Promise<boolean> {
    const bare = code.replace(/[\s-]/g, '').toLowerCase();
    if (/^\d{6}$/.test(bare)) return this.takeTotp(manager, factor, bare, at);
    const { accountId } = factor;
    const own = { hash: hashOf(accountId, bare), accountId, usedAt: IsNull() };
    return (await manager.update(RecoveryCodeEntity, own, { usedAt: at })).affected === 1;
  }

  /** The code before and after the present one counts too: clocks differ (RFC 6238 section 5.2). */
  private async takeTotp(manager: EntityManager, factor: SecondFactorEntity, code: string, at: Date): Promise<boolean> {
    const { accountId, secret } = factor;
    const totp = totpOf(unseal(this.key, accountId, secret), '');
    const token = code.replace(/\s/g, '');
    const delta = totp.validate({ token, timestamp: at.getTime(), window: 1 });
    if (delta === null) return false;
    const step = String(Math.floor(at.getTime() / 1000 / periodSeconds) + delta);
    const newer = { accountId, lastStep: LessThan(step) };
    return (await manager.update(SecondFactorEntity, newer, { lastStep: step })).affected === 1;
  }

  /** Counts tries with codes of an account, whichever way they come, before they are judged: many at once are many too. */
  private counted<T>(accountId: string, work: () => Promise<T>): Promise<T> {
    if (this.config.rateLimit === 'on') this.tries.count(accountId, this.clock.now());
    return work();
  }

  /** Fetched beforehand: within a transaction it would take a second connection, for which many at once wait for ever. */
  async onModuleInit(): Promise<void> {
    this.key = await serverKey(this.dataSource, 'second-factor');
  }
}

/** Takes away what an account's app and recovery codes are known by; gives whether there was anything that counted. */
export async function removeSecondFactor(manager: EntityManager, accountId: string): Promise<boolean> {
  const wasOn = await manager.existsBy(SecondFactorEntity, { accountId, confirmedAt: Not(IsNull()) });
  await manager.delete(SecondFactorEntity, { accountId });
  await manager.delete(RecoveryCodeEntity, { accountId });
  return wasOn;
}

const totpOf = (secret: Buffer, label: string): TOTP =>
  new TOTP({
    issuer: 'Kopā',
    label,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
  });

const notOn = (): Problem => new Problem(409, 'secondFactor.off', 'There is no second factor.');

const wrongCodeHere = (): Problem =>
  invalidInput([{ path: 'code', message: 'is not right, or was used already', code: 'secondFactor.wrong' }]);

/** The hash is of 80 random bits, which nobody guesses: it need not be slow. */
const hashOf = (accountId: string, code: string): string => hashSecret(`${accountId} ${code}`);

async function newRecoveryCodes(manager: EntityManager, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => randomBytes(10).toString('hex'));
  await manager.delete(RecoveryCodeEntity, { accountId });
  await manager.insert(
    RecoveryCodeEntity,
    codes.map((code) => ({ hash: hashOf(accountId, code), accountId, usedAt: null })),
  );
  return codes.map((code) => (code.match(/.{5}/g) ?? []).join('-'));
}
