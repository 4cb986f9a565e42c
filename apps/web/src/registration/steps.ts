export const steps = ['you', 'days', 'sessions', 'check'] as const;
export type Step = (typeof steps)[number];

/** The step that an address names; the first one where it names none. */
export function readStep(search: Record<string, unknown>): { step?: Step } {
  const step = steps.find((name) => name === search['step']);
  return step === undefined ? {} : { step };
}
