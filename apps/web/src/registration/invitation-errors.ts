import type { PlaceMode } from '@kopa/domain';
import type { FieldError, StepError } from './field-errors.js';
import type { InputError, Refused } from '../shell/call.js';

/** What the server says of an invitation, or of a mode that takes one. */
export function invitationError(error: InputError): FieldError {
  const { code, mode, at } = error;
  const field = 'invitation';
  if (code === 'mode.invitation' && mode !== undefined)
    return { field, key: 'byInvitation', shut: { key: 'byInvitation', mode, at: null } };
  if (code === 'invitation.closed' && at !== undefined) return { field, key: 'codeClosed', invitation: { at } };
  return code === 'invitation.unknown' ? { field, key: 'codeUnknown' } : { field, refused: error };
}

/** That an invitation has fewer people left than are registered by it. */
export function invitationFull({ problem, code, detail: message }: Refused): StepError {
  const left = (problem['left'] ?? {}) as Partial<Record<PlaceMode, number | null>>;
  return {
    field: 'invitation',
    step: 'you',
    key: 'codeFull',
    refused: { path: 'invitation', code, message },
    invitation: { left },
  };
}
