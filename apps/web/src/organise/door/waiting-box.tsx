import { useTranslation } from 'react-i18next';
import { pickText, type Programme } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { AppLink } from '../../shell/app-link.js';
import { clockTime } from '../../time/clock-face.js';
import { wordsOf } from '../../refusals/in-words.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';
import { waitingOf, useWaiting } from './use-waiting.js';
import type { Refusal, Waiting } from './waiting.js';

const labels = labelsAt('door.walkIn');

interface WaitingBoxProps {
  slug: string;
  programme: Programme;
  /** Puts back into the form what was not taken; walk-ins alone have one. */
  correct?: (waiting: Waiting) => void;
}

/** What has not reached the server yet, since when, and what the server did not take, with why. */
export function WaitingBox({ slug, programme, correct }: WaitingBoxProps) {
  const { t, i18n } = useTranslation();
  const { list, state, isKept } = useWaiting(slug);
  const { zone, languages } = programme.event;
  const pending = list.filter(({ refused }) => refused === null);
  const refused = list.filter((one) => one.refused !== null);
  const time = (at: string): string => clockTime(at, zone, dateLocale(i18n.language));
  const titleOf = (place: string): string => {
    const session = programme.sessions.find(({ code }) => code === place);
    return session === undefined ? t('door.waiting.whole') : pickText(session.title, i18n.language, languages).text;
  };
  const why = ({ code: whole, status, errors = [], places }: Refusal): string => {
    const facts = { places: places.map(titleOf).join(', ') };
    const [code = whole] = errors.flatMap((error) => error.code ?? []);
    return wordsOf('door.waiting.why', code, facts) ?? refusalInWords({ code: whole, status, errors }, labels);
  };
  return (
    <>
      <div role="status" className="door-status">
        {pending.length > 0 && state !== 'idle' && (
          <div className="door-waiting">
            <p>
              <b>{t('door.waiting.title', { count: pending.length })}</b>{' '}
              {state === 'signed out' ? t('door.waiting.signedOut') : t('door.waiting.unreached')}{' '}
              {!isKept && <b>{t('door.waiting.notKept')}</b>}
              {state === 'signed out' && <AppLink href="/sign-in">{t('door.waiting.signIn')}</AppLink>}
            </p>
            <ul>
              {pending.map(({ key, at, what }) => (
                <li key={key}>
                  {what.name} <span className="faint">{t(`door.waiting.kind.${what.kind}`)}</span>{' '}
                  <span className="faint">{t('door.waiting.since', { time: time(at) })}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {refused.map((waiting) => (
        <div key={waiting.key} className="door-refused" role="alert">
          <p>
            <b>
              {t('door.waiting.refused')}: {waiting.what.name}
            </b>{' '}
            <span>
              {t(`door.waiting.kind.${waiting.what.kind}`)}, {time(waiting.at)}
            </span>
          </p>
          <p>{waiting.refused !== null && why(waiting.refused)}</p>
          <div className="org-deeds">
            {correct !== undefined && waiting.what.kind === 'walk-in' && (
              <button type="button" className="link-button" onClick={() => correct(waiting)}>
                {t('door.waiting.correct')}
              </button>
            )}
            <button type="button" className="link-button quiet" onClick={() => void waitingOf(slug).drop(waiting.key)}>
              {t('door.waiting.drop')}
              <span className="visually-hidden"> {waiting.what.name}</span>
            </button>
          </div>
        </div>
      ))}
    </>
  );
}
