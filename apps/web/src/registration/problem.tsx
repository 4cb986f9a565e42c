import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Refused } from '../shell/call.js';

/** Codes that the interface has words of its own for. */
const known = [
  'place.held',
  'session.cancelled',
  'session.unknown',
  'mode.unknown',
  'registration.cancelled',
  'registration.late',
  'day.past',
  'offer.gone',
  'booking.unknown',
  'event.unpublished',
  'credential.invalid',
  'credential.missing',
  'booking.closed',
  'day.mode',
  'session.over',
  'swap.full',
  'agenda.unknown',
];

/** The same for what is wrong with the person, by the code that stands beside the input's path. */
const knownInputs: Record<string, string> = { 'age.tooYoung': 'tooYoung', 'telephone.missing': 'telephone' };

/** What happened and what to do about it. */
export function problemInWords(error: unknown, t: TFunction): { text: string; detail?: string } {
  if (!(error instanceof Refused)) return { text: t('registration.problem.network') };
  if (known.includes(error.code)) return { text: t(`registration.problem.${error.code}`) };
  const input = error.errors.map(({ code = '' }) => knownInputs[code]).find((key) => key !== undefined);
  if (input !== undefined) return { text: t(`registration.problem.${input}`) };
  if (error.status === 429) return { text: t('registration.problem.tooMany') };
  if (error.status >= 500) return { text: t('registration.problem.busy') };
  return { text: t('registration.problem.other'), detail: error.detail === '' ? error.message : error.detail };
}

/** A request that failed, with another attempt where there is one. */
export function ProblemNotice({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { text, detail } = problemInWords(error, t);
  return (
    <div className="reg-problem" role="alert">
      <p>
        <strong>{t('registration.problem.title')}.</strong> {text}{' '}
        {detail !== undefined && <span lang="en">{detail}</span>}
      </p>
      {again !== undefined && (
        <button type="button" className="link-button" onClick={again}>
          {t('registration.problem.again')}
        </button>
      )}
    </div>
  );
}
