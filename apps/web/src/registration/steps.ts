export const steps = ['you', 'days', 'sessions', 'check'] as const;
export type Step = (typeof steps)[number];

/** What an address may say: the step that is shown, and the code of an invitation that its link carries. */
export interface RegisterSearch {
  step?: Step;
  invitation?: string;
}

/** The step that an address names, the first one where it names none, and the invitation of its link. */
export function readRegisterSearch({ step: named, invitation }: Record<string, unknown>): RegisterSearch {
  const step = steps.find((name) => name === named);
  return {
    ...(step === undefined ? {} : { step }),
    ...(typeof invitation === 'string' && invitation.trim() !== '' ? { invitation: invitation.trim() } : {}),
  };
}
