import type { Draft } from './draft.js';

/** Who answers for somebody under age, as it is filled in. */
export interface Guardian {
  name: string;
  email: string;
  agrees: boolean;
}

/** What is asked of one person for what was chosen; what is not given is empty. */
export interface Particulars {
  telephone: string;
  bornOn: string;
  guardian: Guardian;
}

export const noParticulars: Particulars = {
  telephone: '',
  bornOn: '',
  guardian: { name: '', email: '', agrees: false },
};

export const particularsOf = ({ particulars }: Pick<Draft, 'particulars'>, person: string): Particulars => ({
  ...noParticulars,
  ...particulars[person],
});

/** The change of a draft that gives some of one person's particulars. */
export const withParticulars = (
  draft: Pick<Draft, 'particulars'>,
  person: string,
  part: Partial<Particulars>,
): Pick<Draft, 'particulars'> => ({
  particulars: { ...draft.particulars, [person]: { ...draft.particulars[person], ...part } },
});
