import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';

/** A key that all processes on a database share. Not a secret of any person: who has the database has all it opens. */
@Entity('server_keys')
export class ServerKeyEntity {
  @PrimaryColumn('text')
  name: string;

  @Column({ type: 'bytea' })
  key: Buffer;
}

/** The key of a name, made when it is first asked for. */
export async function serverKey(dataSource: DataSource, name: string): Promise<Buffer> {
  await dataSource.query('INSERT INTO server_keys (name, key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    name,
    randomBytes(32),
  ]);
  const { key } = await dataSource.manager.findOneByOrFail(ServerKeyEntity, { name });
  return key;
}

/** 128 bits that prove that this server said `text` (HMAC-SHA-256, RFC 2104, truncated by its section 5). */
export function authenticate(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');
}

/** Whether `proof` is what `authenticate` gives. Takes as long for a wrong one. */
export function isAuthentic(key: KeyObject, text: string, proof: string): boolean {
  const [given, right] = [Buffer.from(proof), Buffer.from(authenticate(key, text))];
  return given.length === right.length && timingSafeEqual(given, right);
}
