import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { MadePasskey, ShownPasskey } from '@kopa/contracts';

const rpHash = (rpId: string): Buffer => createHash('sha256').update(rpId).digest();
const text = (value: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const blob = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value]);

/** First bytes of an item in CBOR (RFC 8949 section 3). */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  return value < 256
    ? Buffer.from([(major << 5) | 24, value])
    : Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

interface Options {
  challenge: string;
  origin: string;
  rpId: string;
  /** Whether it asked for finger, face or PIN. */
  isVerified?: boolean;
}

/** An authenticator in software with one passkey on P-256, as W3C Web Authentication Level 3, section 6 describes them. */
export class Authenticator {
  private readonly id = randomBytes(16);
  private readonly publicKey: KeyObject;
  private readonly privateKey: KeyObject;
  private handle = '';
  private counter = 0;

  constructor() {
    ({ publicKey: this.publicKey, privateKey: this.privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  }

  make(options: Options & { handle: string }): MadePasskey {
    this.handle = options.handle;
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    const [across, up] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
    // COSE (RFC 9053): kty EC2, alg ES256, crv P-256, x, y.
    const key = Buffer.concat([
      Buffer.from('a5010203262001', 'hex'),
      Buffer.from([0x21]),
      blob(across),
      Buffer.from([0x22]),
      blob(up),
    ]);
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]);
    const authData = Buffer.concat([this.state(options, 0x40), credential]);
    const attestation = [
      head(5, 3),
      text('fmt'),
      text('none'),
      text('attStmt'),
      head(5, 0),
      text('authData'),
      blob(authData),
    ];
    const response = {
      clientDataJSON: said('webauthn.create', options).toString('base64url'),
      attestationObject: Buffer.concat(attestation).toString('base64url'),
      transports: ['internal'],
    };
    return { ...this.named(), response };
  }

  show(options: Options): ShownPasskey {
    this.counter += 1;
    const authData = this.state(options, 0);
    const client = said('webauthn.get', options);
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
    const response = {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.privateKey).toString('base64url'),
      userHandle: this.handle,
    };
    return { ...this.named(), response };
  }

  private named(): { id: string; rawId: string; type: 'public-key' } {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key' };
  }

  /** Authenticator data: whose site, what was done (user present, verified), signatures so far. */
  private state({ rpId, isVerified = true }: Options, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([rpHash(rpId), Buffer.from([1 | (isVerified ? 4 : 0) | more]), counter]);
  }
}

const said = (type: string, { challenge, origin }: Options): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
