import type { PlaceMode } from '@kopa/domain';
import type { FieldError, StepError } from './field-errors.js';
import type { InputError, Refused } from '../shell/call.js';

/** What the server says of an invitation, or of a mode that takes one. */
export function invitationError({ code, mode, at, message: words }: InputError): FieldError {
  const field = 'invitation';
  if (code === 'mode.invitation' && mode !== undefined)
    return { field, key: 'byInvitation', shut: { key: 'byInvitation', mode, at: null } };
  if (code === 'invitation.closed' && at !== undefined) return { field, key: 'codeClosed', invitation: { at } };
  return code === 'invitation.unknown' ? { field, key: 'codeUnknown' } : { field, words };
}

/** That an invitation has fewer people left than are registered by it. */
export function invitationFull({ problem, detail: words }: Refused): StepError {
  const left = (problem['left'] ?? {}) as Partial<Record<PlaceMode, number | null>>;
  return { field: 'invitation', step: 'you', key: 'codeFull', words, invitation: { left } };
}
