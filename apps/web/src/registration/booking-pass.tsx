import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking, RegistrationView } from '@kopa/contracts';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { useActing, type Told } from './acting.js';
import { useMomentInWords } from './moment.js';
import { passOn } from './remote.js';
import { Refused } from '../shell/call.js';
import { useTitleOf } from './title-of.js';

type Colleague = RegistrationView['group'][number];

/** Why a colleague cannot have the place, in words; null for what is wrong otherwise. */
function useRefusalInWords(): (error: Refused, colleague: Colleague) => string | null {
  const { t, i18n } = useTranslation();
  const inWords = useMomentInWords();
  return ({ code, errors, problem }, { name }) => {
    switch (code) {
      case 'colleague.unknown':
        return t('registration.pass.unknown', { name });
      case 'colleague.day': {
        const day = dateInWords(String(problem['date']), dateLocale(i18n.language));
        return t('registration.pass.day', { name, day, mode: t(`mode.${String(problem['mode'])}`) });
      }
      case 'place.held':
        return t('registration.pass.held', { name });
      case 'place.unconfirmed':
        return t('registration.pass.unconfirmed');
      case 'booking.closed':
        return t('registration.pass.closed', { when: inWords(String(problem['bookUntil'])) });
    }
    return errors.some((error) => error.code === 'age.tooYoung') ? t('registration.pass.young', { name }) : null;
  };
}

/** Gives a place to one of those whom the same contact registered, by choosing the name. */
export function BookingPass({ own, booking }: { own: RegistrationView; booking: Booking }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act, dismiss } = useActing();
  const titleOf = useTitleOf();
  const refusalInWords = useRefusalInWords();
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const title = titleOf(booking.session);

  const pass = (colleague: Colleague): void => {
    setRefused('');
    act(`booking ${booking.id}`, async (): Promise<Told | null> => {
      try {
        await passOn(slug, booking.id, colleague.code);
        return { text: t('registration.pass.done', { name: colleague.name, title }) };
      } catch (error) {
        const words = error instanceof Refused ? refusalInWords(error, colleague) : null;
        if (words === null) throw error;
        setRefused(words);
        return null;
      }
    });
  };
  const toggle = (): void => {
    dismiss();
    setRefused('');
    setOpen(!isOpen);
  };
  const leave = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button type="button" className="link-button" aria-expanded={isOpen} ref={button} onClick={toggle}>
        {t('registration.pass.open')}
        <span className="visually-hidden">: {title}</span>
      </button>
      {isOpen && (
        <div className="reg-asked reg-calm reg-pass" role="group" aria-label={t('registration.pass.to', { title })}>
          <p aria-hidden="true">{t('registration.pass.to', { title })}</p>
          <p className="reg-row">
            {own.group.map((colleague) => (
              <button
                key={colleague.code}
                type="button"
                className="link-button strong"
                aria-disabled={busy !== null}
                onClick={() => pass(colleague)}
              >
                {colleague.name}
              </button>
            ))}
            <button type="button" className="link-button" onClick={leave}>
              {t('registration.pass.leave')}
            </button>
          </p>
          <div role="alert">
            {refused !== '' && (
              <p className="reg-error">
                <span aria-hidden="true">! </span>
                {refused}
              </p>
            )}
          </div>
        </div>
      )}
    </>
  );
}
