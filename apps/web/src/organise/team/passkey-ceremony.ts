import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { passkeyPlace } from '@kopa/domain';
import type { MadePasskey, ShownPasskey } from '@kopa/contracts';
import { Refused } from '../../shell/call.js';
import { askForPasskey, askToMakePasskey } from './remote.js';

export type PasskeyObstacle = 'address' | 'browser';

/** Why no passkey works on this page: the address that it was opened by, or the browser. Null where they work. */
export function passkeyObstacle(): PasskeyObstacle | null {
  if (passkeyPlace(window.location) === null) return 'address';
  return 'PublicKeyCredential' in window ? null : 'browser';
}

/** Lets the browser make a passkey. Throws `Refused` with a code that the page has words for. */
export async function makePasskey(): Promise<MadePasskey> {
  const optionsJSON = await askToMakePasskey();
  const { id, rawId, type, response } = await startRegistration({ optionsJSON }).catch(refuse);
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return { id, rawId, type, response: { clientDataJSON, attestationObject, transports } };
}

/** Lets the browser ask for a passkey. Throws as `makePasskey`. */
export async function showPasskey(): Promise<ShownPasskey> {
  const optionsJSON = await askForPasskey();
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON }).catch(refuse);
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = response;
  return {
    id,
    rawId,
    type,
    response: { clientDataJSON, authenticatorData, signature, userHandle },
  };
}

/** What browsers say, in a code of ours: they tell a page little, so that it learns nothing of who has which passkey. */
function refuse(error: unknown): never {
  const code = error instanceof WebAuthnError ? error.code : '';
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') throw new Refused(409, 'passkey.known', '', [], {});
  if (code === 'ERROR_INVALID_RP_ID' || code === 'ERROR_INVALID_DOMAIN')
    throw new Refused(409, 'passkey.otherAddress', '', [], {});
  throw new Refused(400, 'passkey.stopped', '', [], {});
}
